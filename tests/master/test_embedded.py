"""One master and one worker process for one run: what is written for them, and how long they are believed in."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from worker_cells import cell

from master import embedded
from master.embedded import STARTS, WORKER_RESTARTS, Embedded
from master.errors import MeasureError
from master.run_folder import Job, RunFolder
from master.settings import load


class FakeProcess:
    """A process that is alive, or ended with a code."""

    def __init__(self, code: int | None = None) -> None:
        self.code = code

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedded]:
    """An embedded master that was never started; its database is a folder, time does not pass by itself."""
    monkeypatch.setattr(Embedded, "_create_database", lambda _, master: master.mkdir(parents=True))
    monkeypatch.setattr(embedded.time, "sleep", lambda _: None)
    folder = RunFolder(tmp_path)
    folder.write_jobs((Job(cell()),), "udocker")
    made = Embedded(folder, "run-7", "docker", 2)
    yield made
    made._processes = {}
    made._stop()


def alive(run: Embedded) -> None:
    run._processes = {"master": FakeProcess(), "worker": FakeProcess()}  # type: ignore[dict-item]


@pytest.mark.threat("T24", "T34")
def test_the_password_and_the_socket_are_the_users_alone(run: Embedded, tmp_path: Path) -> None:
    """Nobody else can read the password or reach the socket; the password stands in no other file."""
    os.umask(os.umask(0))
    run._write()
    password = tmp_path / "password"
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE(run._sockets.stat().st_mode) == 0o700
    assert len(password.read_text()) >= 32
    others = [path for path in tmp_path.rglob("*") if path.is_file() and path != password]
    assert others
    assert not any(password.read_text() in path.read_text() for path in others)


def test_what_is_written(run: Embedded, tmp_path: Path) -> None:
    """Both processes find all they need; every name of Buildbot's workers has its folder; paths are absolute."""
    run._write()
    settings = load(tmp_path / "master")
    assert (settings.run, settings.engine, settings.slots) == ("run-7", "docker", 2)
    for path in (settings.folder, settings.socket, settings.password_file, settings.worker_python):
        assert Path(path).is_absolute()
    assert len(settings.socket) < 100  # a Unix socket's path must fit
    assert sorted(path.name for path in (tmp_path / "worker").glob("local-*")) == ["local-1", "local-2"]
    assert settings.socket in (tmp_path / "worker/buildbot.tac").read_text()
    for name in ("master/buildbot.tac", "worker/buildbot.tac", "master/master.cfg"):
        compile((tmp_path / name).read_text(), name, "exec")


@pytest.mark.threat("T29")
def test_buildbot_accepts_it(tmp_path: Path) -> None:
    """The configuration that is written for a run passes Buildbot's own check, in a process of its own."""
    folder = RunFolder(tmp_path)
    folder.write_jobs((Job(cell()),), "udocker")
    made = Embedded(folder, "run-7", "docker", 2)
    try:
        made._write()
        line = [sys.executable, "-P", str(Path(sys.executable).with_name("buildbot")), "checkconfig", "."]
        done = subprocess.run(line, cwd=folder.master, capture_output=True, text=True, timeout=120)
    finally:
        made._stop()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "good" in done.stdout


@pytest.mark.threat("F09")
def test_a_database_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Buildbot that fails, hangs or is not there is nothing that could be measured, and leaves no folder behind."""
    made: list[Path] = []
    for line in ("import sys; sys.exit('disk full')", "import time; time.sleep(60)", None):
        script = tmp_path / "buildbot"
        script.write_text(line) if line else script.unlink()
        monkeypatch.setattr(embedded, "_script", lambda _, script=script: script)
        monkeypatch.setattr(embedded, "START_TIMEOUT_S", 5.0 if line is None or "sys" in line else 0.5)
        failing = Embedded(RunFolder(tmp_path), "run-7", "docker", 1)
        made.append(failing._sockets)
        with pytest.raises(MeasureError, match="could not create its database"), failing:
            pytest.fail("it must not be entered")
    assert not any(path.exists() for path in made)


@pytest.mark.threat("F02")
def test_events_until_the_end(run: Embedded, tmp_path: Path) -> None:
    """What is told is yielded in its order; the last word ends it."""
    alive(run)
    folder = RunFolder(tmp_path)
    folder.tell({"event": "started", "number": 0, "cell": "c"})
    folder.tell({"event": "finished", "number": 0, "cell": "c", "result": "success"})
    folder.tell({"event": "done"})
    assert [event["event"] for event in run.events(60) if event] == ["started", "finished"]


def until_trouble(run: Embedded, deadline: float = 60) -> str:
    with pytest.raises(MeasureError) as caught:
        for _ in run.events(deadline):
            pass
    return str(caught.value)


@pytest.mark.threat("F01")
def test_a_master_that_ends_is_noticed(run: Embedded, tmp_path: Path) -> None:
    """It ends the wait at once, with the last line of its log."""
    run._write()
    (tmp_path / "master/log.txt").write_text("starting\nsqlite: disk I/O error\n\n")
    run._processes = {"master": FakeProcess(1), "worker": FakeProcess()}  # type: ignore[dict-item]
    assert until_trouble(run) == "the Buildbot master ended by itself: sqlite: disk I/O error"


@pytest.mark.threat("F02", "F20")
def test_a_worker_is_started_again_a_few_times(run: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker process that dies is replaced, and given up when it dies each time."""
    started: list[str] = []

    def start(_: Embedded, name: str, __: Path) -> None:
        started.append(name)

    monkeypatch.setattr(Embedded, "_start", start)
    run._processes = {"master": FakeProcess(), "worker": FakeProcess(9)}  # type: ignore[dict-item]
    assert until_trouble(run).startswith(f"the worker process died {WORKER_RESTARTS + 1} times")
    assert started == ["worker"] * WORKER_RESTARTS


@pytest.mark.threat("F20")
def test_a_poison_cell_is_given_up(run: Embedded, tmp_path: Path) -> None:
    """A cell that loses its worker each time is tried a few times, not for ever."""
    alive(run)
    for _ in range(STARTS + 1):
        RunFolder(tmp_path).tell({"event": "started", "number": 0, "cell": "poison"})
    assert until_trouble(run) == f"the cell poison lost its worker {STARTS} times and was given up"


@pytest.mark.threat("F04")
def test_waiting_has_an_end(run: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A master that starts nothing, and cells that never end, are given up when their time is over."""
    alive(run)
    clock = iter(float(number) for number in range(0, 10**6, 10))
    monkeypatch.setattr(embedded.time, "monotonic", lambda: next(clock))
    assert "started no cell within" in until_trouble(run)
    RunFolder(tmp_path).tell({"event": "started", "number": 0, "cell": "c"})
    assert until_trouble(run, 500) == "the cells did not end within 500 s, more than all their limits together"


@pytest.mark.threat("F01", "F04")
def test_both_processes_are_ended(run: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker first; one that ignores the request is killed; the socket's folder goes as well."""
    monkeypatch.setattr(embedded, "PATIENCE_S", {"worker": 0.3, "master": 0.3})
    ignoring = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    processes: dict[str, Any] = {}
    for name, script in (("worker", ignoring), ("master", "print('up', flush=True); import time; time.sleep(60)")):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process.stdout:
            process.stdout.readline()
        processes[name] = process
    run._processes = dict(processes)
    run._stop()
    assert (processes["worker"].returncode, processes["master"].returncode) == (-9, -15)
    assert not run._sockets.exists()
    shutil.rmtree(tmp_path)
    run._stop()
