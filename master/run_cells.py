"""From cells to outcomes: one embedded master runs them all, and whatever happens, each cell gets its answer."""

import os
from collections.abc import Callable
from typing import Any

import attrs

from master.embedded import Embedded
from master.engine_choice import Choice
from master.errors import MeasureError
from master.ingest import read_outcome
from master.run_folder import RunFolder
from workers.cell import Cell
from workers.outcome import Outcome
from workers.sandbox import lifetime_s

Watch = Callable[[dict[str, Any] | None], None]
MEMORY_SHARE = 0.8  # of the machine's memory that cells may claim together


@attrs.frozen
class CellEnd:
    """A cell and what came back; `why` says why nothing did."""

    cell: Cell
    outcome: Outcome | None
    why: str


def run_cells(folder: RunFolder, run: str, choice: Choice, cells: tuple[Cell, ...], watch: Watch) -> list[CellEnd]:
    """Run them, as many at a time as the machine holds. Nothing of them is left on the machine afterwards."""
    slots = slots_for(cells)
    deadline = sum(lifetime_s(cell.limits) for cell in cells) / slots + 600
    trouble = ""
    try:
        with Embedded(folder, run, choice.name, slots) as buildbot:
            watch({"event": "started", "url": f"http://127.0.0.1:{buildbot.www_port}/"})
            for event in buildbot.events(deadline):
                watch(event)
    except MeasureError as error:
        trouble = str(error)
    finally:
        choice.sweep(run)
    return [_end(folder, number, cell, trouble) for number, cell in enumerate(cells)]


def slots_for(cells: tuple[Cell, ...]) -> int:
    """How many cells run at the same time: one per core, and never more than memory holds."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    largest = max(cell.limits.memory_mb for cell in cells)
    by_memory = int(memory_mb * MEMORY_SHARE // largest)
    return max(1, min(len(cells), len(os.sched_getaffinity(0)), by_memory))


def _end(folder: RunFolder, number: int, cell: Cell, trouble: str) -> CellEnd:
    outcome, why = read_outcome(folder.outcome(number))
    return CellEnd(cell, outcome, "; ".join(part for part in (why, trouble) if part))
