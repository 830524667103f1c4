"""Any engine of the table, opened on this machine for the contract that all of them keep."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import attrs
import pytest
import real_slurm
from e2e_tools import absent
from worker_cells import cell

from workers import sandbox
from workers.all_engines import ENGINES
from workers.cell import Cell, Limits
from workers.emulation import host_arch
from workers.engines.engine import Ended, Engine, ImageEngine, Patience, Session, Walls
from workers.log import CappedLog

LONG = Patience(120, 120)
SMALL = Limits(memory_mb=512, disk_mb=64, pids=64)


@attrs.frozen
class Subject:
    """An engine that answers, and what it claims."""

    name: str
    engine: Engine
    walls: Walls
    isolation: str

    @contextmanager
    def session(self, run: str = "", limits: Limits = SMALL) -> Iterator[Session]:
        with self.engine.session(small_cell(limits), run or new_run()) as session:
            yield session


@contextmanager
def subject(name: str, folder: Path) -> Iterator[Subject]:
    """The engine of that name; skips with the reason where it is not to be had, and fails where it is promised."""
    with pytest.MonkeyPatch.context() as patch, machine_of(name, folder, patch):
        engine = ENGINES[name]()
        offer = engine.offer()
        if offer.refusal is not None:
            absent(offer.refusal)
        if isinstance(engine, ImageEngine) and engine.images().find("debian-12", host_arch()) is None:
            absent(f"{name} does not have the image debian-12")
        yield Subject(name, engine, offer.walls, offer.isolation)


@contextmanager
def machine_of(name: str, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """What an engine needs to be started first."""
    if name == "udocker" and os.geteuid() == 0:
        pytest.skip("udocker is for ordinary users; scripts/test.sh runs its contract as one")
    if name != "slurm":
        yield
        return
    if os.geteuid() != 0:
        pytest.skip("a Slurm cluster in namespaces of its own needs root")
    if refusal := real_slurm.missing():
        absent(refusal)
    with real_slurm.started() as cluster:
        patch.setenv("PATH", f"{cluster.bin}:{os.environ['PATH']}")
        patch.setenv("ASSAY_SLURM_FOLDER", str(folder / "slurm"))
        yield


def small_cell(limits: Limits = SMALL) -> Cell:
    return cell(limits=limits)


def new_run() -> str:
    return uuid4().hex[:12]


def output(
    session: Session, command: str, patience: Patience = LONG, environment: dict[str, str] | None = None
) -> tuple[Ended, str]:
    """Run a command with the environment that cells have, or with this one."""
    log = CappedLog(200_000)
    variables = sandbox.environment(session.work) if environment is None else environment
    ended = session.run(command, variables, patience, log)
    log.close()
    return ended, log.text()


def said(session: Session, command: str) -> str:
    """The output of a command that must succeed."""
    ended, text = output(session, command)
    assert ended == Ended(0, ""), (command, ended, text)
    return text


def new_token() -> int:
    """A number of seconds to sleep that no other process sleeps."""
    return 10**8 + uuid4().int % 10**8


def sleepers(token: int) -> list[int]:
    """Processes of this machine that sleep that long."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if (entry / "cmdline").read_bytes() == f"sleep\0{token}\0".encode() and _is_alive(entry):
                    found.append(int(entry.name))
    return found


def end_sleepers(token: int) -> None:
    """What a test left on the machine because its engine does not claim to end it."""
    for pid in sleepers(token):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_until(true: Callable[[], object], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= deadline:
            pytest.fail(f"timed out waiting for {what}")
        time.sleep(0.1)


def _is_alive(entry: Path) -> bool:
    return (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
