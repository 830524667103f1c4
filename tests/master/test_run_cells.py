"""As many cells at a time as the machine holds, and an answer for each, whatever happens."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker_cells import cell

from master import run_cells as run_cells_of
from master.engine_choice import Choice
from master.errors import MeasureError
from master.run_cells import run_cells, slots_for
from master.run_folder import Job, RunFolder
from workers import outcome as facts
from workers.cell import Limits
from workers.outcome import Outcome


def machine(monkeypatch: pytest.MonkeyPatch, cores: int, memory_mb: int) -> None:
    monkeypatch.setattr(run_cells_of.os, "sched_getaffinity", lambda _: set(range(cores)))
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": memory_mb * 256}
    monkeypatch.setattr(run_cells_of.os, "sysconf", sizes.__getitem__)


@given(st.integers(1, 64), st.integers(512, 10**6), st.lists(st.integers(64, 10**5), min_size=1, max_size=20))
def test_slots(cores: int, memory_mb: int, asked: list[int]) -> None:
    """At least one, never more than cells or cores, and more than one only where memory holds them all."""
    cells = tuple(cell(limits=Limits(memory_mb=each)) for each in asked)
    with pytest.MonkeyPatch.context() as patch:
        machine(patch, cores, memory_mb)
        slots = slots_for(cells)
    assert 1 <= slots <= min(cores, len(cells))
    assert slots == 1 or slots * max(asked) <= memory_mb


class Swept:
    """An engine that counts its sweeps."""

    def __init__(self) -> None:
        self.swept: list[str] = []

    def sweep(self, run: str) -> int:
        self.swept.append(run)
        return 0


class FakeMaster:
    """A master that delivers what it is told and then ends, perhaps badly."""

    www_port = 8010
    outcomes: dict[int, str] = {}  # noqa: RUF012
    trouble: BaseException | None = None

    def __init__(self, folder: RunFolder, *_: Any) -> None:
        self._folder = folder

    def __enter__(self) -> "FakeMaster":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def events(self, _: float) -> Iterator[dict[str, Any] | None]:
        for number, text in self.outcomes.items():
            self._folder.outcome(number).write_text(text)
            yield {"event": "finished", "number": number, "result": "success"}
        if self.trouble is not None:
            raise self.trouble


JOBS = (Job(cell(id="one")), Job(cell(id="two")))
GOOD = facts.to_json(Outcome("one", "fake"))


def ran(path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException | None) -> tuple[Any, Swept]:
    monkeypatch.setattr(run_cells_of, "Embedded", FakeMaster)
    monkeypatch.setattr(FakeMaster, "outcomes", {0: GOOD})
    monkeypatch.setattr(FakeMaster, "trouble", trouble)
    folder, engine = RunFolder(path), Swept()
    folder.write_jobs(JOBS, "p")
    choice = Choice(engine, "fake", "", (), "")  # type: ignore[arg-type]
    return lambda: run_cells(folder, "run-7", choice, JOBS, lambda _: None), engine


@pytest.mark.threat("F02", "F20")
def test_what_was_delivered_counts_whatever_came_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the master gives up, cells that reported keep their outcome; the others say why they have none."""
    call, engine = ran(tmp_path, monkeypatch, MeasureError("the worker process died 3 times"))
    first, second = call()
    assert (first.outcome, second.outcome) == (Outcome("one", "fake"), None)
    assert second.why == "its worker delivered no outcome; the worker process died 3 times"
    assert engine.swept == ["run-7"]


@pytest.mark.threat("F01")
@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), OSError("disk")])
def test_nothing_stays_on_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException) -> None:
    """However the run ends, what it left on the machine is swept by its own id."""
    call, engine = ran(tmp_path, monkeypatch, trouble)
    with pytest.raises(type(trouble)):
        call()
    assert engine.swept == ["run-7"]
