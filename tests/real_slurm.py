"""A real Slurm cluster of one node on this machine: munged, slurmctld and slurmd in namespaces of their own."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "scontrol", "sinfo")
CLIENTS = PROGRAMS[3:]
PLACES = "/usr/local/sbin:/usr/sbin:/sbin"
START_S = 60.0
NODE = f"assay{os.getpid()}"  # also names control groups, which several clusters of this machine may have
ADDRESS = "10.78.0.1"

SETTINGS = """\
ClusterName=assay
SlurmctldHost={node}
SlurmUser=root
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock
ProctrackType=proctrack/{track}
TaskPlugin=task/{task}
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=1
JobAcctGatherType=jobacct_gather/{gather}
JobAcctGatherFrequency=1
JobAcctGatherParams={params}
ReturnToService=2
SlurmdTimeout=5
SlurmdParameters=config_overrides
InactiveLimit=0
KillWait=2
MpiDefault=none
NodeName={node} NodeAddr={address} CPUs=8 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes={node} Default=YES MaxTime=INFINITE State=UP
PartitionName=short Nodes={node} MaxTime=1 State=UP
"""

# With `lo` alone Slurm hangs while it looks for an address; a pair of virtual interfaces gives it one.
START = """\
hostname {node}
ip link set lo up
ip link add assay0 type veth peer name assay1
ip addr add {address}/24 dev assay0
ip link set assay0 up; ip link set assay1 up
mount --bind {folder}/hosts /etc/hosts
munged --force --foreground --socket={folder}/munge.sock --key-file={folder}/munge.key \
    --pid-file={folder}/munge.pid --log-file={folder}/munge.log --seed-file={folder}/munge.seed &
for _ in $(seq 100); do [ -S {folder}/munge.sock ] && break; sleep 0.1; done
slurmctld -D &
slurmd -D -N {node} & echo $! >{folder}/slurmd.number
wait
"""


@attrs.frozen
class RealSlurm:
    """A cluster that answers. `bin` holds its commands, to be put first on PATH."""

    folder: Path
    bin: Path
    first: int  # the pid, outside, of the first process of its namespaces

    def ask(self, *line: str) -> str:
        """What one of its commands prints."""
        done = subprocess.run([str(self.bin / line[0]), *line[1:]], capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    def inside(self, *line: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command where its daemons are."""
        return subprocess.run([*self.entered(), "--pid", "--", *line], capture_output=True, timeout=60)

    def entered(self) -> list[str]:
        return ["nsenter", f"--target={self.first}", "--net", "--uts", "--mount"]


def missing() -> str | None:
    """Why root could start no cluster here."""
    for name in (*PROGRAMS, "unshare", "nsenter", "ip"):
        if shutil.which(name, path=f"{os.environ['PATH']}:{PLACES}") is None:
            return f"{name} is not installed (Debian: apt-get install slurmctld slurmd slurm-client munge iproute2)"
    return None


# How a cluster holds a job to its memory: not at all, by looking at it now and then, or by a control group.
FREE = {"track": "linuxproc", "task": "none", "gather": "none", "params": "UsePss"}
WATCHED = {**FREE, "gather": "linux", "params": "OverMemoryKill"}
CONFINED = {**FREE, "track": "cgroup", "task": "cgroup"}
CGROUP = "CgroupPlugin=autodetect\nConstrainRAMSpace=yes\nConstrainSwapSpace=no\n"


@contextmanager
def started(memory: Mapping[str, str] = FREE) -> Iterator[RealSlurm]:
    """A cluster while the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="assay-slurm-test-"))
    facts = {"folder": folder, "node": NODE, "address": ADDRESS, **memory}
    (folder / "slurm.conf").write_text(SETTINGS.format(**facts))
    (folder / "cgroup.conf").write_text(CGROUP)
    (folder / "start.sh").write_text(START.format(**facts))
    (folder / "hosts").write_text(f"127.0.0.1 localhost\n{ADDRESS} {NODE}\n")
    (folder / "munge.key").touch(0o400)
    (folder / "munge.key").write_bytes(os.urandom(1024))
    for name in ("state", "spool", "bin"):
        (folder / name).mkdir()
    environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf"), "PATH": f"{os.environ['PATH']}:{PLACES}"}
    with (folder / "log").open("wb") as log:
        outer = subprocess.Popen(
            ["unshare", "--uts", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
             "bash", str(folder / "start.sh")],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", preexec_fn=_end_with_us,
        )  # fmt: skip
    try:
        cluster = _answering(folder, outer)
        yield cluster
    finally:
        outer.kill()  # and the kernel ends everything in its namespaces
        outer.wait()
        _remove_groups()
        shutil.rmtree(folder, ignore_errors=True)


def _end_with_us() -> None:
    """In the child: ask the kernel to be killed when the tests are, however they end."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _remove_groups() -> None:
    """Control groups outlive the namespaces; they are empty now, or will be in a moment."""
    for top in Path("/sys/fs/cgroup").glob(f"**/slurm_{NODE}"):
        for group in sorted((top, *(path for path in top.rglob("*") if path.is_dir())), reverse=True):
            for _ in range(50):
                with suppress(OSError):
                    group.rmdir()
                if not group.exists():
                    break
                time.sleep(0.1)


def _answering(folder: Path, outer: "subprocess.Popen[bytes]") -> RealSlurm:
    children = Path(f"/proc/{outer.pid}/task/{outer.pid}/children")
    _wait_for(lambda: children.read_text().split(), folder, "its first process")
    cluster = RealSlurm(folder, folder / "bin", int(children.read_text().split()[0]))
    enter = " ".join(cluster.entered())
    for name in CLIENTS:
        program = cluster.bin / name
        program.write_text(
            f'#!/bin/sh\nSLURM_CONF={folder}/slurm.conf exec {enter} --wd=/ -- {shutil.which(name)} "$@"\n'
        )
        program.chmod(0o755)
    _wait_for(lambda: "idle" in cluster.ask("sinfo"), folder, "an idle node")
    return cluster


def _wait_for(true: Callable[[], object], folder: Path, what: str) -> None:
    deadline = time.monotonic() + START_S
    while not true():
        assert time.monotonic() < deadline, f"no {what}: {(folder / 'log').read_text()[-2000:]}"
        time.sleep(0.1)
