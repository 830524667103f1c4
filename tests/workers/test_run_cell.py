"""The process around a cell: its exit codes, its files, its signals; and the journey of outcomes and cells."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from fake_session import Answer, FakeEngine, FakeSession
from hypothesis import given
from hypothesis import strategies as st
from worker_cells import cell

from workers import outcome as facts
from workers import run_cell
from workers.cell import MACHINES, from_json, to_json
from workers.emulation import host_arch
from workers.engines.engine import Ended
from workers.errors import EngineError
from workers.outcome import CommandRecord, Outcome
from workers.pip_settings import PipSettings
from workers.records import cases_in

CELL = cell(build=("make",), test=("pytest", "pytest slow"), after_test=("coverage json",))

texts = st.text(max_size=30)
records = st.builds(CommandRecord, texts, texts, st.none() | st.integers(0, 255), texts, st.floats(0, 10**6), texts)
outcomes = st.builds(
    Outcome,
    cell=texts,
    engine=texts,
    machine=st.none() | texts,
    fault=st.sampled_from([None, facts.PROJECT, facts.INFRASTRUCTURE]),
    phase=st.none() | texts,
    commands=st.lists(records, max_size=3).map(tuple),
    files=st.dictionaries(texts, texts, max_size=3),
    packages=st.lists(texts, max_size=3).map(tuple),
    duration_s=st.floats(0, 10**6),
)


@given(outcomes)
def test_an_outcome_survives_its_journey(outcome: Outcome) -> None:
    """What a worker writes is what the master reads, whatever the project printed."""
    assert facts.structure(json.loads(facts.to_json(outcome))) == outcome


@pytest.mark.threat("T35")
@pytest.mark.parametrize(
    "change",
    [{"fault": "nobody"}, {"duration_s": "nan"}, {"duration_s": -1}, {"duration_s": "inf"}, {"more": 1}, {"files": 3},
     {"commands": [{"phase": "test"}]}, {"commands": 5}, {"cell": None}],
)  # fmt: skip
def test_what_is_no_outcome_is_refused(change: dict[str, Any]) -> None:
    """A fault that there is not, a duration that is no time, unknown keys and wrong shapes are a ValueError."""
    data = {**json.loads(facts.to_json(Outcome("c", "docker"))), **change}
    if change == {"cell": None}:
        del data["cell"]
    with pytest.raises(ValueError, match="not an outcome"):
        facts.structure(data)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A worker's build folder with a cell in it; signals and the user's pip stay as they are."""
    (tmp_path / "cell.json").write_text(to_json(CELL))
    monkeypatch.setattr(run_cell, "_end_with_parent", lambda: None)
    monkeypatch.setattr(run_cell, "pip_settings", PipSettings)
    return tmp_path


def called(folder: Path, monkeypatch: pytest.MonkeyPatch, session: FakeSession | Exception) -> int:
    monkeypatch.setitem(run_cell.ENGINES, "docker", lambda: FakeEngine(session))
    names = ("cell", "material", "outcome", "tests", "events")
    suffix = {"cell": "json", "material": "tar", "outcome": "json", "tests": "gz", "events": "jsonl"}
    places = [part for name in names for part in (f"--{name}", str(folder / f"{name}.{suffix[name]}"))]
    return run_cell.main([*places, "--engine", "docker", "--run", "run-7"])


@pytest.mark.threat("F05")
@pytest.mark.parametrize(
    ("answers", "code"),
    [({}, 0), ({"pytest": Ended(1)}, 1), ({"pytest": EngineError("gone")}, 4), ({"pytest": KeyError("bug")}, 4)],
)
def test_exit_codes(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: dict[str, Answer],
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0: it passed; 1: the project failed; 4: we did, and a bug of ours is among that; an outcome is always there."""
    assert called(folder, monkeypatch, FakeSession(answers, {}, MACHINES[host_arch()])) == code
    outcome = facts.structure(json.loads((folder / "outcome.json").read_text()))
    assert outcome.cell == CELL.id
    assert list(cases_in(folder / "tests.gz")) == []
    assert {0: None, 1: facts.PROJECT, 4: facts.INFRASTRUCTURE}[code] == outcome.fault


def test_nothing_of_an_earlier_cell_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcome and events of the cell that ran in this folder before are gone before anything begins."""
    (folder / "outcome.json").write_text("old")
    (folder / "tests.gz").write_text("old")
    (folder / "events.jsonl").write_text("old\n")
    session = FakeSession({"make": lambda: sys.exit(143)}, {}, MACHINES[host_arch()])
    with pytest.raises(SystemExit):
        called(folder, monkeypatch, session)
    assert not (folder / "outcome.json").exists()
    assert not (folder / "tests.gz").exists()
    assert "old" not in (folder / "events.jsonl").read_text()
    assert session.story[-1] == "leave"


def test_a_second_signal_does_not_cut_the_clean_up_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first SIGTERM unwinds the session; those that follow are not heard."""
    set_to: dict[int, Any] = {}
    monkeypatch.setattr(run_cell.signal, "signal", lambda number, handler: set_to.update({number: handler}))
    monkeypatch.setattr(run_cell.ctypes, "CDLL", lambda _: type("Lib", (), {"prctl": staticmethod(lambda *_: 0)}))
    run_cell._end_with_parent()
    with pytest.raises(SystemExit, match="143"):
        set_to[signal.SIGTERM](signal.SIGTERM, None)
    assert set_to[signal.SIGTERM] == set_to[signal.SIGHUP] == signal.SIG_IGN


def test_a_cell_survives_its_journey() -> None:
    """What the master sends is what the worker runs."""
    assert from_json(to_json(CELL)) == CELL
