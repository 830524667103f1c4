"""What the user sees while cells run."""

import io
from typing import Any

import pytest
from rich.console import Console
from worker_cells import cell

from master import progress as progress_of
from master.progress import CellProgress
from master.run_folder import Job

JOBS = (Job(cell()), Job(cell(id="debian-13/arm64/py3.13")))


def shown(*events: dict[str, Any] | None, terminal: bool = True) -> tuple[str, CellProgress]:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=120, highlight=False)
    progress = CellProgress(console, JOBS)
    with progress:
        for event in events:
            progress.heard(event)
        with console.capture() as capture:
            console.print(progress._table())
    return capture.get(), progress


def test_one_line_per_cell() -> None:
    """Each cell has its line from the beginning, and what it does as soon as it is known."""
    text, _ = shown(
        {"url": "http://127.0.0.1:1/"},
        {"number": 0, "event": "started"},
        {"number": 0, "event": "phase", "phase": "build"},
        {"number": 0, "event": "command", "phase": "test", "command": "pytest [red]"},
        None,
    )
    first, second = text.strip().splitlines()
    assert "test: pytest [red]" in first
    assert "waiting" in second


def test_marks_of_the_ends() -> None:
    """Success, failure and a fault of ours look different."""
    text, _ = shown(
        {"number": 0, "event": "started"},
        {"number": 0, "event": "finished", "result": "success"},
        {"number": 1, "event": "started"},
        {"number": 1, "event": "finished", "result": "exception"},
    )
    first, second = text.strip().splitlines()
    assert "✓" in first
    assert "✓" not in second
    assert "✗" not in second


@pytest.mark.threat("F02")
def test_a_cell_that_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that lost its worker after its end is shown as running again, from nought."""
    now = iter([100.0, 200.0, 300.0, 305.0, 305.0, 305.0])
    monkeypatch.setattr(progress_of.time, "monotonic", lambda: next(now, 305.0))
    _, progress = shown(
        {"number": 0, "event": "started"},
        {"number": 0, "event": "finished", "result": "failure"},
        {"number": 0, "event": "started"},
        terminal=False,
    )
    assert 0 not in progress._result
    assert progress._seconds(0) == "5 s"


def test_without_a_terminal_there_is_nothing() -> None:
    """Output that goes to a file or another program gets no moving line."""
    console = Console(file=io.StringIO(), force_terminal=False)
    with CellProgress(console, JOBS) as progress:
        progress.heard({"url": "http://127.0.0.1:1/"})
        progress.heard({"number": 0, "event": "started"})
    assert console.file.getvalue() == ""  # type: ignore[attr-defined]
