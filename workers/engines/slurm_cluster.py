"""A Slurm cluster, through the commands a user of it has: sbatch, squeue, scancel, scontrol and srun.

What is said here of their output was seen with Slurm 22.05. Nothing but the user's own rights is used:
no accounting database, no REST service, no settings of the cluster.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs
import stamina

from workers.cell import MACHINES
from workers.errors import EngineError

ANSWER_S = 30.0  # for one command; they wait for the controller themselves, about ten seconds
QUESTION_S = 60.0  # after which a question is not asked again
IMMEDIATE_S = 10  # within which a step begins, or srun gives it back
ATTEMPTS = 5  # of a question; a controller that is restarted is away for seconds
RUNNING = "RUNNING"
GONE = "GONE"  # our word for a job that Slurm has forgotten
ENDED: Mapping[str, str] = {  # Slurm's word for how a job ended, and ours
    "BOOT_FAIL": "could not boot its node",
    "CANCELLED": "was cancelled",
    "COMPLETED": "came to its end",
    "COMPLETING": "is ending",
    "DEADLINE": "passed its deadline",
    "FAILED": "failed",
    "NODE_FAIL": "lost its node",
    "OUT_OF_MEMORY": "ran out of memory",
    "PREEMPTED": "was preempted",
    "REVOKED": "was revoked",
    "TIMEOUT": "reached the time limit that Slurm has for it",
    GONE: "is not known to Slurm any more",
}
HOPELESS = (  # reasons for which a job waits that no waiting cures
    "AccountNotAllowed",
    "BadConstraints",
    "DependencyNeverSatisfied",
    "InvalidAccount",
    "InvalidQOS",
    "JobHeldAdmin",
    "JobHeldUser",
    "PartitionNodeLimit",
    "PartitionTimeLimit",
    "QOSNotAllowed",
)
# Of the variables that steer Slurm's commands these say which cluster is meant; the others belong to a job around us,
# or change what the commands print.
_KEPT = ("SLURM_CONF", "SLURM_CONF_SERVER", "SLURM_CLUSTERS", "SLURM_JWT")
_STEERING = ("SLURM_", "SLURMD_", "SQUEUE_", "SCANCEL_", "SCONTROL_", "SRUN_")
_PREFIX = re.compile(r"^\w{1,20}: error: ")
_OWN_STEP = re.compile(r"\d{1,12}\.\d{1,9}\Z")


class UnknownJobError(EngineError):
    """Slurm has forgotten the job."""


class SilentError(EngineError):
    """A command of Slurm gave no answer: what it was to do may have been done."""


@attrs.frozen
class Job:
    """What Slurm says of a job now."""

    state: str  # e.g. PENDING, RUNNING, or one of `ENDED`
    cpus: int
    node: str
    reason: str  # why it waits, as squeue names it

    @property
    def ended(self) -> str | None:
        """How it ended; None while it waits or runs."""
        return ENDED.get(self.state)


class Cluster:
    """The cluster that the user's environment names."""

    def refusal(self) -> str | None:
        """Why no job can be given to it; None when its controller answers."""
        for name in ("sbatch", "srun", "squeue", "scancel", "scontrol"):
            if shutil.which(name) is None:
                return f"{name} is not installed here (Debian: apt-get install slurm-client)"
        try:
            said = _answer("scontrol", "ping")
        except EngineError as error:
            return f"the controller of Slurm does not answer: {error}"
        return None if re.search(r"\bis UP\b", said) else f"the controller of Slurm is not up: {_last(said)}"

    def arches(self) -> tuple[str, ...]:
        """The architectures of its nodes, by Debian's names; those we do not know are left out."""
        found = set(re.findall(r"\bArch=(\S{1,40})", _ask("scontrol", "show", "node", "--oneliner")))
        return tuple(arch for arch, machine in MACHINES.items() if machine in found)

    def limits_memory(self) -> bool:
        """Whether a job is held to the memory it asked for."""
        return limits_memory(_ask("scontrol", "show", "config"))

    def submit(self, options: Iterable[str], command: str) -> str:
        """Give it a job of one shell command; returns the job's number."""
        said = _answer("sbatch", "--parsable", *options, "--wrap", command)
        number = re.match(r"\s*(\d{1,12})\b", said)
        if number is None:
            raise EngineError(f"sbatch did not say the number of its job, but: {_last(said)}")
        return number[1]

    def job(self, number: str) -> Job:
        try:
            lines = _ask("squeue", "--jobs", number, *_ALL, "--format", "%T|%C|%N|%r").split("\n")
        except UnknownJobError:
            return Job(GONE, 1, "", "")
        state, cpus, node, reason, *_ = [*lines[0].strip().split("|", 3), "", "", "", ""]
        return Job(state or GONE, max(1, int(cpus) if cpus.isdecimal() else 1), node, reason or "no reason")

    def step(self, number: str, cpus: int, *command: str) -> list[str]:
        """The line that runs a command inside the job, beside whatever else runs there."""
        line = ["srun", f"--jobid={number}", "--overlap", "--nodes=1", "--ntasks=1", f"--cpus-per-task={cpus}"]
        # Without a limit srun waits a minute and more after a moment in which the controller was away.
        line += [f"--immediate={IMMEDIATE_S}", "--export=NONE", "--input=none", "--mpi=none", "--chdir=/", "--quiet"]
        return [*line, *command]

    def cancel(self, number: str) -> None:
        _ask("scancel", "--quiet", number)

    def cancel_steps(self, number: str) -> None:
        """Kill what runs in the job, and leave the job."""
        try:
            listed = _ask("squeue", "--steps", "--jobs", number, "--noheader", "--format", "%i").split()
        except UnknownJobError:
            return
        if steps := [step for step in listed if _OWN_STEP.match(step)]:
            _ask("scancel", "--quiet", "--signal=KILL", *steps)

    def cancel_named(self, name: str) -> tuple[str, ...]:
        """Cancel this user's jobs of a name; returns their numbers."""
        numbers = tuple(_ask("squeue", "--me", "--name", name, "--noheader", "--format", "%A").split())
        if numbers:
            _ask("scancel", "--quiet", *numbers)
        return numbers


_ALL = ("--noheader", "--states", "all")


def client_environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of Slurm's commands: a job around us and the user's taste in output have no say."""
    kept = {k: v for k, v in inherited.items() if k in _KEPT or not k.startswith(_STEERING)}
    return {**kept, "LC_ALL": "C"}


def limits_memory(config: str) -> bool:
    """From `scontrol show config`: whether control groups hold a job to what it asked for.

    All three are needed: the plugin that uses them, the constraint itself, and memory as something that is given out.
    `OverMemoryKill` is no limit: it looks now and then, every half minute where nothing else is set.
    """
    settings = {key.strip(): value.strip().lower() for key, _, value in map(_partition, config.splitlines())}
    return (
        "task/cgroup" in settings.get("TaskPlugin", "")
        and settings.get("ConstrainRAMSpace") == "yes"
        and "memory" in settings.get("SelectTypeParameters", "")
    )


def _partition(line: str) -> tuple[str, str, str]:
    return line.partition("=")


def _ask(*line: str) -> str:
    """An answer, asked for more than once: a question changes nothing, and a cancelled job can be cancelled again."""
    for attempt in stamina.retry_context(
        on=_worth_asking_again, attempts=ATTEMPTS, timeout=QUESTION_S, wait_initial=0.5
    ):
        with attempt:
            return _answer(*line)
    raise AssertionError("the last attempt returns or raises")


def _worth_asking_again(error: Exception) -> bool:
    return isinstance(error, EngineError) and not isinstance(error, UnknownJobError)


def _answer(*line: str) -> str:
    try:
        done = subprocess.run(
            line,
            cwd=Path("/"),
            env=client_environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWER_S,
        )
    except subprocess.TimeoutExpired as error:
        raise SilentError(f"{line[0]} gave no answer within {ANSWER_S:.0f} s") from error
    except OSError as error:
        raise EngineError(f"{line[0]} of Slurm cannot be started: {error.strerror or error}") from error
    if "Invalid job id" in done.stderr:
        raise UnknownJobError(f"{line[0]}: {_last(done.stderr)}")
    if done.returncode != 0:
        raise EngineError(f"{line[0]} of Slurm failed: {_last(done.stderr or done.stdout)}")
    return done.stdout


def _last(text: str) -> str:
    """The last two lines that were said: the cause and the conclusion, without the names of the program."""
    lines = [_PREFIX.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    return "; ".join(lines[-2:])[:300] if lines else "it said nothing"
