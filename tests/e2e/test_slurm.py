"""Cells on a real Slurm cluster of one node: what a command sees, how a job ends, and what is left of it."""

import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import real_slurm
from e2e_tools import Assay, absent, commit_all
from real_slurm import NODE, RealSlurm
from worker_cells import cell

from workers import layout, sandbox
from workers import outcome as facts
from workers.cell import Cell, Limits, to_json
from workers.engines.engine import Ended, Patience
from workers.engines.host import bubblewrap_refusal
from workers.engines.slurm import SlurmEngine
from workers.engines.slurm_session import SlurmSession
from workers.errors import EngineError
from workers.log import CappedLog

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(os.geteuid() != 0, reason="a Slurm cluster in namespaces of its own needs root"),
]
RUN = "0123456789ab"
LONG = Patience(60, 60)
SMALL = cell(limits=Limits(memory_mb=500))


def need() -> None:
    if refusal := real_slurm.missing() or bubblewrap_refusal():
        absent(refusal)


@pytest.fixture(scope="module")
def running() -> Iterator[RealSlurm]:
    need()
    with real_slurm.started() as cluster:
        yield cluster


def use(cluster: RealSlurm, folder: Path, monkeypatch: pytest.MonkeyPatch) -> SlurmEngine:
    monkeypatch.setenv("PATH", f"{cluster.bin}:{os.environ['PATH']}")
    monkeypatch.setenv("ASSAY_SLURM_FOLDER", str(folder / "slurm"))
    return SlurmEngine()


@pytest.fixture
def slurm(running: RealSlurm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SlurmEngine:
    """The engine, as a user of the cluster has it."""
    return use(running, tmp_path, monkeypatch)


@pytest.fixture
def session(slurm: SlurmEngine) -> Iterator[SlurmSession]:
    with slurm.session(SMALL, RUN) as opened:
        yield opened


def output(session: SlurmSession, command: str, patience: Patience = LONG) -> tuple[Ended, str]:
    log = CappedLog(100_000)
    ended = session.run(command, sandbox.environment(session.work), patience, log)
    log.close()
    return ended, log.text()


def jobs(cluster: RealSlurm) -> list[str]:
    """Numbers of the jobs that wait or run."""
    return cluster.ask("squeue", "--noheader", "--format", "%i").split()


def wait_until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, f"timed out waiting for {what}"
        time.sleep(0.1)


def test_what_it_offers(slurm: SlurmEngine) -> None:
    """The node's own architecture, and an isolation that claims no limit which this cluster does not hold."""
    offer = slurm.offer()
    assert offer.refusal is None
    assert offer.arches == (SMALL.arch,)
    assert "but memory, processes and disk not limited" in offer.isolation


@pytest.mark.threat("T24", "T25", "T27")
def test_a_session(session: SlurmSession, running: RealSlurm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run on the node, shut in, with the cell's environment alone; what they leave can be fetched."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    assert NODE in session.image
    assert output(session, "echo one; echo two >&2; exit 7") == (Ended(7), "one\ntwo\n")
    assert output(session, "false | true")[0].exit == 1
    _, text = output(session, "env; cat /proc/[0-9]*/environ | tr '\\0' '\\n'; id -u")
    assert "canary-7f3a" not in text
    assert "SLURM" not in text
    assert text.splitlines()[-1] == str(layout.USER)
    for place in ("/usr/x", "/etc/x", "/x", str(running.folder / "x")):
        assert output(session, f"touch {place}")[0].exit == 1
    assert output(session, f"cat {running.folder}/munge.key /etc/shadow")[0].exit == 1
    output(session, f"mkdir results; echo '<x/>' > results/junit.xml; ln -s {running.folder} out")
    assert session.fetch("results/junit.xml", 100) == b"<x/>\n"
    assert session.fetch("out/slurm.conf", 10**6) is None


@pytest.mark.threat("T27")
def test_the_network_is_gone_after_the_build(session: SlurmSession) -> None:
    """While building the controller of the cluster can be reached; while testing nothing can."""
    call = f"exec 3<>/dev/tcp/{real_slurm.ADDRESS}/6817"
    assert output(session, call)[0].exit == 0
    session.end_build()
    assert output(session, call)[0].exit != 0


@pytest.mark.threat("F17")
@pytest.mark.parametrize("patience", [Patience(1, 60), Patience(60, 1)])
def test_a_command_that_hangs_is_ended_on_the_node(
    session: SlurmSession, running: RealSlurm, patience: Patience
) -> None:
    """Past its time, or silent: it is gone from the node, and the job can go on."""
    token = 1_000_000 + os.getpid()
    ended, _ = output(session, f"trap '' TERM HUP INT; echo up; setsid sleep {token} & sleep {token}", patience)
    assert ended.exit is None
    wait_until(lambda: str(token) not in running.inside("ps", "ax").stdout.decode(), "the end of the command")
    assert output(session, "echo more")[1] == "more\n"


def test_nothing_stays(slurm: SlurmEngine, running: RealSlurm, tmp_path: Path) -> None:
    """After the session neither job nor folder is there; a second sweep finds nothing."""
    with slurm.session(SMALL, RUN) as session:
        output(session, "mkdir -p a/b && touch a/b/f && chmod 0 a/b")
        assert len(jobs(running)) == 1
    assert jobs(running) == []
    assert list((tmp_path / "slurm").iterdir()) == []
    assert slurm.sweep(RUN) == 0


@pytest.mark.threat("F05", "F07")
def test_a_job_that_is_cancelled_is_no_fault_of_the_project(session: SlurmSession, running: RealSlurm) -> None:
    """Somebody else ends the job: the command is lost, and the message says how."""
    process = subprocess.Popen(
        ["sh", "-c", f"sleep 2; {running.bin}/scancel {jobs(running)[0]}"], stdout=subprocess.DEVNULL
    )
    with pytest.raises(EngineError, match=r"the job \d+ of Slurm (was cancelled|is ending) while the cell was running"):
        output(session, "trap 'exit 1' TERM; echo up; sleep 60")
    process.wait()


@pytest.mark.threat("F02", "F05")
def test_a_node_that_is_lost(slurm: SlurmEngine, running: RealSlurm) -> None:
    """The node goes down in the middle: infrastructure, with Slurm's own word for it."""
    down = f"sleep 2; {running.bin}/scontrol update NodeName={NODE} State=DOWN Reason=test"
    with pytest.raises(EngineError, match="of Slurm lost its node"), slurm.session(SMALL, RUN) as session:
        process = subprocess.Popen(["sh", "-c", down], stdout=subprocess.DEVNULL)
        try:
            output(session, "echo up; sleep 60")
        finally:
            process.wait()
            running.ask("scontrol", "update", f"NodeName={NODE}", "State=RESUME")
    wait_until(lambda: "idle" in running.ask("sinfo"), "the node to come back")


@pytest.mark.threat("F05")
def test_a_controller_that_restarts(session: SlurmSession, running: RealSlurm) -> None:
    """Jobs outlive their controller: a command runs through its restart, and the next one is started by the new one."""
    restart = "sleep 1; pkill -x slurmctld; while pgrep -x slurmctld; do sleep 0.1; done; exec slurmctld"
    inside = [*running.entered(), "--pid", "--", "env", f"SLURM_CONF={running.folder}/slurm.conf", "sh", "-c", restart]
    process = subprocess.Popen(inside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert output(session, "sleep 3; echo through") == (Ended(0), "through\n")
    process.wait()
    session.end_build()
    assert output(session, "echo more") == (Ended(0), "more\n")


def test_a_job_that_would_wait_for_ever(
    slurm: SlurmEngine, running: RealSlurm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partition that is too short for the cell: one sentence with squeue's reason, at once, and no job is left."""
    monkeypatch.setenv("ASSAY_SLURM_OPTIONS", "--partition=short")
    with pytest.raises(EngineError, match="it waits for: PartitionTimeLimit"), slurm.session(SMALL, RUN):
        pytest.fail("it must not be entered")
    assert jobs(running) == []


def test_what_sbatch_refuses(slurm: SlurmEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that no node can hold, or a partition that is not there: sbatch's own words, and the folder goes."""
    monkeypatch.setenv("ASSAY_SLURM_OPTIONS", "--partition=none")
    for wanted, words in (
        (SMALL, "Invalid partition"),
        (cell(limits=Limits(memory_mb=90_000)), "sbatch of Slurm failed"),
    ):
        with pytest.raises(EngineError, match=words), slurm.session(wanted, RUN):
            pytest.fail("it must not be entered")
        monkeypatch.delenv("ASSAY_SLURM_OPTIONS")
        monkeypatch.setenv("ASSAY_SLURM_OPTIONS", "")
    assert list(Path(os.environ["ASSAY_SLURM_FOLDER"]).iterdir()) == []


@pytest.mark.threat("F05")
def test_a_folder_that_is_not_shared(slurm: SlurmEngine, running: RealSlurm, tmp_path: Path) -> None:
    """Where the node sees another folder under the name, it is said, with the variable that names a better one."""
    folder = tmp_path / "slurm"
    folder.mkdir()
    assert running.inside("mount", "-t", "tmpfs", "tmpfs", str(folder)).returncode == 0
    try:
        with pytest.raises(EngineError, match=r"does not see .* \$ASSAY_SLURM_FOLDER"), slurm.session(SMALL, RUN):
            pytest.fail("it must not be entered")
    finally:
        running.inside("umount", str(folder))
    assert jobs(running) == []


def started_cell(folder: Path, wanted: Cell) -> "subprocess.Popen[bytes]":
    """The process that a worker starts for a cell."""
    (folder / "cell.json").write_text(to_json(wanted))
    with tarfile.open(folder / "material.tar", "w") as tar:
        (folder / "source").mkdir()
        (folder / "source/test_x.py").write_text(TESTS)
        tar.add(folder / "source", "source")
    line = [sys.executable, "-P", "-m", "workers.run_cell", "--engine", "slurm", "--run", RUN]
    for name in ("cell.json", "material.tar", "outcome.json", "events.jsonl", "tests.gz"):
        line += [f"--{name.partition('.')[0]}", str(folder / name)]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, start_new_session=True)


TESTS = """\
import socket, unittest
class T(unittest.TestCase):
    def test_x(self):
        with self.assertRaises(OSError):
            socket.create_connection(("10.78.0.1", 6817))
"""


@pytest.mark.usefixtures("slurm")
def test_a_cell(running: RealSlurm, tmp_path: Path) -> None:
    """A whole cell, run as a worker runs it: its facts come back, its job does not stay."""
    process = started_cell(
        tmp_path,
        cell(limits=Limits(memory_mb=500), build=("python -m compileall -q .",), test=("python -m unittest -v",)),
    )
    assert process.wait(120) == 0
    outcome = facts.structure(json.loads((tmp_path / "outcome.json").read_text()))
    assert (outcome.fault, outcome.engine, outcome.machine) == (None, "slurm", os.uname().machine)
    assert "OK" in outcome.commands[-1].log
    assert jobs(running) == []


@pytest.mark.usefixtures("slurm")
def test_a_whole_run(running: RealSlurm, assay: Assay, project: Path) -> None:
    """`assay run --engine slurm`: the report names the node and what it kept the cell from; no job is left."""
    (project / ".assay.yml").write_text("limits: {memory_mb: 500}\ntest: python -m unittest -v\n")
    (project / "test_x.py").write_text(TESTS)
    commit_all(project)
    ran = assay("run", str(project), "--engine", "slurm")
    assert ran.code == 0, ran.stderr
    (found,) = ran.report["cells"]
    assert (found["engine"], found["status"], found["tests"]["passed"]) == ("slurm", "passed", 1)
    assert NODE in found["image"]
    assert jobs(running) == []


@pytest.mark.threat("F01", "F04")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_cell_that_is_ended(slurm: SlurmEngine, running: RealSlurm, tmp_path: Path, number: int) -> None:
    """Asked to end, it takes its job along; killed, it leaves the job to the sweep of its run."""
    process = started_cell(tmp_path, cell(limits=Limits(memory_mb=500), build=("true",), test=("sleep 600",)))
    wait_until(lambda: b"sleep 600" in running.inside("ps", "ax").stdout, "the test command")
    process.send_signal(number)
    process.wait(60)
    if number == signal.SIGKILL:
        assert len(jobs(running)) == 1
        assert slurm.sweep("another-run") == 0
        assert slurm.sweep(RUN) == 2
    assert jobs(running) == []
    assert list((tmp_path / "slurm").iterdir()) == []
    wait_until(lambda: b"sleep 600" not in running.inside("ps", "ax").stdout, "the end of the command")


@pytest.mark.threat("T02")
@pytest.mark.parametrize(("how", "limited"), [(real_slurm.WATCHED, False), (real_slurm.CONFINED, True)])
def test_memory(how: dict[str, str], limited: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cluster ends a command for want of memory, by a limit or by looking, the reason names how much."""
    need()
    with real_slurm.started(how) as cluster:
        engine = use(cluster, tmp_path, monkeypatch)
        assert engine.offer().walls.limits_memory is limited
        with engine.session(cell(limits=Limits(memory_mb=200)), RUN) as session:
            ended, _ = output(session, "python3 -c 'import time; x = bytearray(b\"1\" * 600_000_000); time.sleep(30)'")
    assert ended == Ended(137, "killed: it needed more than the 200 MB of memory the cell may use")


@pytest.mark.threat("F05")
def test_a_controller_that_is_not_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; no job is tried."""
    need()
    with real_slurm.started() as cluster:
        engine = use(cluster, tmp_path, monkeypatch)
        cluster.inside("pkill", "-x", "slurmctld")
        wait_until(lambda: engine.offer().refusal, "the end of the controller")
        assert "the controller of Slurm" in str(engine.offer().refusal)
        with pytest.raises(EngineError, match="the controller of Slurm"):
            engine.session(SMALL, RUN)
