"""One master and its workers for one run: what is written for them, and how long they are believed in."""

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
from master.embedded import Embedded
from master.errors import MeasureError
from master.run_folder import Job, RunFolder
from master.settings import load
from master.slots import Slots


class FakeProcess:
    """A process that is alive, or ended with a code."""

    def __init__(self, code: int | None = None) -> None:
        self.code = code

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = -9

    def terminate(self) -> None:
        self.code = -15

    def wait(self, _: float | None = None) -> int | None:
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
    made._master, made._workers = None, {}
    made._stop()


def alive(run: Embedded, master: int | None = None, worker: int | None = None) -> None:
    """Its processes, as if they had been started: alive, or ended with a code."""
    run._master = FakeProcess(master)  # type: ignore[assignment]
    run._start_worker = lambda _: FakeProcess(worker)  # type: ignore[assignment, method-assign, return-value]
    run._slots = Slots(["local-1", "local-2"], run._start_worker, run._last_words)
    run._slots.start_all()


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
    assert settings.socket in (tmp_path / "worker/local-2/buildbot.tac").read_text()
    for name in ("master/buildbot.tac", "worker/local-1/buildbot.tac", "master/master.cfg"):
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
        monkeypatch.setattr(embedded, "DATABASE_S", 5.0 if line is None or "sys" in line else 0.5)
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
    alive(run, master=1)
    assert until_trouble(run) == "the Buildbot master ended by itself: sqlite: disk I/O error"


@pytest.mark.threat("F06")
def test_workers_that_only_die_end_the_wait(run: Embedded, tmp_path: Path) -> None:
    """When no slot can be kept alive, the wait ends with what a worker said last."""
    run._write()
    (tmp_path / "worker/local-1/log.txt").write_text("ImportError: no module named twisted\n")
    alive(run, worker=1)
    said = until_trouble(run)
    assert (
        said
        == "the worker local-1 was started 3 times in vain; the last one died: ImportError: no module named twisted"
    )


@pytest.mark.threat("F02")
def test_what_becomes_of_workers_is_nobody_elses_business(run: Embedded, tmp_path: Path) -> None:
    """That a worker came or went is for the slots; who follows the cells hears of cells alone."""
    alive(run)
    folder = RunFolder(tmp_path)
    for event in ("attached", "lost"):
        folder.tell({"event": event, "worker": "local-1"})
    folder.tell({"event": "started", "number": 0, "cell": "c", "worker": "local-1"})
    folder.tell({"event": "done"})
    assert [event["event"] for event in run.events(60) if event] == ["started"]


@pytest.mark.threat("F04")
def test_waiting_has_an_end(run: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A master that starts nothing, and cells that never end, are given up when their time is over."""
    alive(run)
    clock = iter(float(number) for number in range(0, 10**6, 10))
    monkeypatch.setattr(embedded.time, "monotonic", lambda: next(clock))
    assert "started no cell within" in until_trouble(run, 10**5)
    RunFolder(tmp_path).tell({"event": "started", "number": 0, "cell": "c"})
    assert until_trouble(run, 500) == "the cells did not end within 500 s, more than all their limits together"


@pytest.mark.threat("F01", "F04")
def test_all_processes_are_ended(run: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers first; one that ignores the request is killed; the socket's folder goes as well."""
    monkeypatch.setattr(embedded, "PATIENCE_S", {"worker": 0.3, "master": 0.3})
    ignoring = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    polite = "print('up', flush=True); import time; time.sleep(60)"
    processes: dict[str, Any] = {}
    for name, script in (("ignoring", ignoring), ("polite", polite), ("master", polite)):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process.stdout:
            process.stdout.readline()
        processes[name] = process
    run._workers = {"local-1": [processes["ignoring"]], "local-2": [processes["polite"]]}
    run._master = processes["master"]
    run._stop()
    assert [process.returncode for process in processes.values()] == [-9, -15, -15]
    assert not run._sockets.exists()
    shutil.rmtree(tmp_path)
    run._stop()
