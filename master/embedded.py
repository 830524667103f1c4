"""One Buildbot master and a worker process per slot beside this one, for one run, on one machine."""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from master.errors import MeasureError
from master.run_folder import RunFolder
from master.settings import MasterSettings, save, worker_names
from master.slots import Slots

POLL_S = 0.1
START_TIMEOUT_S = 300.0  # until the first cell has begun; longer than a slot is tried for
DATABASE_S = 60.0
# The worker unwinds its cells; the master has nothing to save, for a run that ended early is never resumed, and asked
# to stop while a build waits it would wait for that build.
PATIENCE_S = {"worker": 25.0, "master": 3.0}
PULSE_S = 60.0  # how often the master asks a worker whether it is there
_PR_SET_PDEATHSIG = 1

MASTER_CFG = """\
from master.assemble import build
from master.settings import load

BuildmasterConfig = build(load(basedir))
"""

MASTER_TAC = """\
from pathlib import Path

from buildbot.master import BuildMaster
from twisted.application import service

application = service.Application("assay-master")
BuildMaster(str(Path(__file__).resolve().parent), "master.cfg").setServiceParent(application)
"""

WORKER_TAC = """\
from pathlib import Path

from buildbot_worker.bot import Worker
from twisted.application import service

here = Path(__file__).resolve().parent
application = service.Application("assay-worker")
Worker(
    None, None, here.name, (here.parent.parent / "password").read_text(), str(here), 60,
    connection_string="unix:path=SOCKET", maxdelay=5, umask=0o077, allow_shutdown="signal",
).setServiceParent(application)
"""


class Embedded:
    """Master and workers of one run. Leaving the context ends them all, whatever happened."""

    def __init__(self, run_folder: RunFolder, run: str, engine: str, slots: int, *, www: bool = True) -> None:
        self._folder = run_folder
        self._run = run
        self._engine = engine
        self._number = slots
        self._sockets = Path(tempfile.mkdtemp(prefix="assay-"))  # a Unix socket's path must be short
        self._master: subprocess.Popen[bytes] | None = None
        self._workers: dict[str, list[subprocess.Popen[bytes]]] = {}  # of each slot, the latest last
        self._slots = Slots(worker_names(slots), self._start_worker, self._last_words)
        self.www_port = _free_port() if www else None

    def __enter__(self) -> Self:
        try:
            self._write()
            self._master = self._start(self._folder.master, signal.SIGKILL)
            self._slots.start_all()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def events(self, deadline_s: float) -> Iterator[dict[str, Any] | None]:
        """What happens to cells, as it happens, until all are through; None now and then while nothing does.

        Raises MeasureError when the master ends, no worker can be kept alive, or the deadline passes.
        """
        position, begun, started = 0, False, time.monotonic()
        while True:
            news, position = self._folder.follow(position)
            for event in news:
                if event.get("event") == "done":
                    return
                self._slots.hear(event)
                if "number" in event:
                    begun = True
                    yield event
            yield None
            self._watch(begun, time.monotonic() - started, deadline_s)
            time.sleep(POLL_S)

    def _watch(self, begun: bool, waited: float, deadline_s: float) -> None:
        if self._master is None or self._master.poll() is not None:
            raise MeasureError(f"the Buildbot master ended by itself: {self._last_words('master')}")
        self._slots.watch()
        if not begun and waited > START_TIMEOUT_S:
            raise MeasureError(
                f"the Buildbot master started no cell within {START_TIMEOUT_S:.0f} s: {self._last_words('master')}"
            )
        if waited > deadline_s:
            raise MeasureError(f"the cells did not end within {deadline_s:.0f} s, more than all their limits together")

    def _write(self) -> None:
        master, worker = self._folder.master, self._folder.worker
        password = self._folder.path / "password"
        password.touch(0o600)
        password.write_text(secrets.token_urlsafe(24))
        address = str(self._sockets / "worker.sock")
        for name in worker_names(self._number):
            (worker / name / "info").mkdir(parents=True, exist_ok=True)
            (worker / name / "buildbot.tac").write_text(WORKER_TAC.replace("SOCKET", address))
        self._create_database(master)
        settings = MasterSettings(
            run=self._run,
            folder=str(self._folder.path),
            socket=address,
            password_file=str(password),
            www_port=self.www_port,
            slots=self._number,
            engine=self._engine,
            worker_python=sys.executable,
            pulse_s=PULSE_S,
        )
        save(settings, master)
        (master / "master.cfg").write_text(MASTER_CFG)
        (master / "buildbot.tac").write_text(MASTER_TAC)

    def _create_database(self, master: Path) -> None:
        line = [sys.executable, "-P", str(_script("buildbot")), "create-master", "--relocatable", str(master)]
        try:
            done = subprocess.run(line, capture_output=True, text=True, errors="replace", timeout=DATABASE_S)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MeasureError(f"Buildbot could not create its database: {error}") from error
        if done.returncode != 0:
            raise MeasureError(f"Buildbot could not create its database: {_last_line(done.stderr or done.stdout)}")

    def _start_worker(self, name: str) -> "subprocess.Popen[bytes]":
        process = self._start(self._folder.worker / name, signal.SIGTERM)
        self._workers.setdefault(name, []).append(process)
        return process

    def _start(self, folder: Path, when_we_die: signal.Signals) -> "subprocess.Popen[bytes]":
        line = [sys.executable, "-P", str(_script("twistd")), "--nodaemon", "--no_save", "--pidfile="]
        with (folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [*line, "--python", "buildbot.tac"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONSAFEPATH": "1"},
                start_new_session=True,  # Ctrl-C at the terminal is ours to handle, once
                preexec_fn=_with_parent(when_we_die),
            )

    def _stop(self) -> None:
        """The workers first: their cells unwind while the master still listens."""
        _terminate([process for processes in self._workers.values() for process in processes], PATIENCE_S["worker"])
        _terminate([self._master] if self._master else [], PATIENCE_S["master"])
        self._workers, self._master = {}, None
        shutil.rmtree(self._sockets, ignore_errors=True)

    def _last_words(self, name: str) -> str:
        folder = self._folder.master if name == "master" else self._folder.worker / name
        path = folder / "log.txt"
        return _last_line(path.read_text(errors="replace")) if path.exists() else "it left no log"


def _terminate(processes: "list[subprocess.Popen[bytes]]", patience: float) -> None:
    """Ask all of them to end, and kill those that do not within `patience` seconds together."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _with_parent(number: signal.Signals) -> Callable[[], None]:
    """In the child: ask the kernel for this signal when we die, however we die."""

    def ask() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)

    return ask


def _script(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else "it said nothing"
