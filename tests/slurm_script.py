"""The commands of Slurm, following a script: each call is noted, each answer is what a test wrote down."""

import shlex
from pathlib import Path

from workers.engines.slurm_step import BEGUN

NAMES = ("sbatch", "srun", "squeue", "scancel", "scontrol")
# As Slurm 22.05 says it.
UP = "Slurmctld(primary) at head is UP\n"
CONFIG = """\
JobAcctGatherType       = jobacct_gather/none
JobAcctGatherParams     = (null)
SelectTypeParameters    = CR_CPU_MEMORY
TaskPlugin              = task/none
"""
NODE = "NodeName=n1 Arch=x86_64 CoresPerSocket=1 CPUAlloc=0 OS=Linux 6.1 #1 SMP State=IDLE Partitions=main\n"
RUNNING = "RUNNING|2|n1|None\n"
FORGOTTEN = "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1"

_PROGRAM = """\
#!/bin/sh
cd {folder} || exit 99
printf '%s ' "{name}" "$@" | tr '\\n' ' ' | sed 's/ $//' >> calls; echo >> calls
number=$(cat {name}.number 2>/dev/null || echo 0); number=$((number + 1)); echo $number > {name}.number
[ -e {name}.$number ] || number=last
. ./{name}.$number
"""


class ScriptedSlurm:
    """The commands in a folder that is to be first on PATH."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        for name in NAMES:
            program = self.bin / name
            program.write_text(_PROGRAM.format(folder=self.bin, name=name))
            program.chmod(0o755)
        self.answers("sbatch", says("4711\n"))
        self.answers("srun", ended(0))
        self.answers("squeue", _squeue(RUNNING))
        self.answers("scancel", "true")
        self.answers(
            "scontrol", f'case "$1$2" in ping*) {says(UP)};; showconfig) {says(CONFIG)};; *) {says(NODE)};; esac'
        )

    def answers(self, name: str, *snippets: str) -> None:
        """What the command does at each call from now on, in shell; the last one is for all that follow."""
        for old in self.bin.glob(f"{name}.*"):
            old.unlink()
        for number, snippet in enumerate(snippets, 1):
            (self.bin / f"{name}.{number}").write_text(snippet + "\n")
        (self.bin / f"{name}.last").write_text(snippets[-1] + "\n")

    def states(self, *lines: str) -> None:
        """What squeue says of a job, call by call; it knows of one step, and of the jobs 4711 and 4712 by name."""
        self.answers("squeue", *(line if line == FORGOTTEN else _squeue(line) for line in lines))

    @property
    def calls(self) -> list[str]:
        file = self.bin / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def of(self, name: str) -> list[str]:
        return [call for call in self.calls if call.startswith(f"{name} ")]


def says(text: str) -> str:
    return f"printf %s {shlex.quote(text)}"


# A command line, and not a script, is run as it is.
_AS_IT_IS = 'case "$*" in *" -c "*) while [ "$1" != -c ]; do shift; done; exec /bin/bash "$@";; esac'


def ended(code: int, output: str = "", words: str = "") -> str:
    """What srun does where the script of a command came to its end."""
    mark = f'echo "assay: the command ended with {code}" >&2'
    return f'{_AS_IT_IS}; echo "{BEGUN}" >&2; {says(output)}; {says(words)} >&2; {mark}; exit {code}'


def lost(words: str, code: int = 1) -> str:
    """What srun does where a command began and Slurm never told its end."""
    return f'{_AS_IT_IS}; echo "{BEGUN}" >&2; {says(words)} >&2; exit {code}'


def _squeue(state: str) -> str:
    steps, named = says("4711.3 4711.batch 4711.extern"), says("4711 4712")
    return f'case "$*" in *--steps*) {steps};; *--me*) {named};; *) {says(state)};; esac'
