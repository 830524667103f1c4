"""What dead runs left is removed, and what lives is left alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from master import janitor
from master.janitor import alive, held, prune, reap, tidy
from master.run_folder import RunFolder
from master.store import DONE, FAILED, PLANNED, STORED, Store
from workers.errors import EngineError


class SweptEngine:
    """Remembers which runs were swept."""

    name = "fake"

    def __init__(self) -> None:
        self.swept: list[str] = []

    def sweep(self, run: str) -> int:
        self.swept.append(run)
        return 0


class DeadEngine:
    """Does not answer; what it holds cannot be swept, and that stops nobody."""

    def sweep(self, run: str) -> int:
        raise EngineError(f"no engine answers for {run}")


@pytest.fixture
def engine() -> SweptEngine:
    return SweptEngine()


@pytest.fixture
def engines(engine: SweptEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janitor, "ENGINES", {"fake": lambda: engine, "dead": DeadEngine})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "requests.sqlite")


def test_a_run_is_alive_while_it_is_held(tmp_path: Path) -> None:
    """Held means alive; let go, or never held, means dead."""
    folder = RunFolder(tmp_path / "run")
    assert not alive(folder)
    with held(folder):
        assert alive(folder)
    assert not alive(folder)


@pytest.mark.threat("T24")
def test_a_runs_folder_is_its_users_alone(tmp_path: Path) -> None:
    """Sources and passwords in it are nobody else's to read."""
    folder = RunFolder(tmp_path / "runs/run")
    with held(folder):
        assert folder.path.stat().st_mode & 0o077 == 0


@pytest.mark.threat("F01")
def test_a_killed_run_is_dead(tmp_path: Path) -> None:
    """However its process dies, the kernel lets go of the run."""
    folder = RunFolder(tmp_path / "run")
    script = (
        "import sys, time; from pathlib import Path; from master.janitor import held; from master.run_folder import *\n"
        "with held(RunFolder(Path(sys.argv[1]))): print('held', flush=True); time.sleep(60)\n"
    )
    line = [sys.executable, "-P", "-c", script, str(folder.path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert alive(folder)
        process.kill()
        process.wait()
    assert not alive(folder)


@pytest.mark.threat("F01", "F04")
@pytest.mark.usefixtures("engines")
def test_dead_runs_are_reaped(tmp_path: Path, store: Store, engine: SweptEngine) -> None:
    """A dead run is swept by its own id from every engine, tidied and closed; all others are not touched."""
    dead, living, ended, elsewhere = (store.add("a", "cli", "local").id for _ in range(4))
    store.change(dead, PLANNED)
    store.change(ended, DONE)
    for id_ in (dead, living, ended):
        (tmp_path / id_ / "worker").mkdir(parents=True)
    with held(RunFolder(tmp_path / living)):
        assert reap(store, tmp_path) == 1
    assert engine.swept == [dead]
    assert not (tmp_path / dead / "worker").exists()
    assert (tmp_path / living / "worker").exists()
    states = {id_: store.get(id_).state for id_ in (dead, living, ended, elsewhere)}  # type: ignore[union-attr]
    assert states == {dead: FAILED, living: STORED, ended: DONE, elsewhere: STORED}
    assert [reap(store, tmp_path), reap(store, tmp_path)] == [1, 0]  # the living one died meanwhile


def test_what_is_heavy_or_secret_goes_first(tmp_path: Path) -> None:
    """Source, results and password are removed at the end of a run; the master's logs stay."""
    folder = RunFolder(tmp_path)
    for name in ("worker", "outcomes", "master"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    for name in ("material-head.tar", "password", "events.jsonl"):
        (tmp_path / name).write_text("x")
    tidy(folder)
    tidy(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.jsonl", "master"]


def test_old_runs_are_pruned(tmp_path: Path) -> None:
    """The newest are kept, and whatever is alive or young, however many there are."""
    old = time.time() - 7200
    for number in range(6):
        (tmp_path / f"run-{number}").mkdir()
    with held(RunFolder(tmp_path / "run-0")):
        for number in range(5):
            os.utime(tmp_path / f"run-{number}", (old + number, old + number))
        prune(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run-0", "run-4", "run-5"]
    prune(tmp_path / "missing")
    assert janitor.KEEP_RUNS > 1
