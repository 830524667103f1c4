"""From cells to outcomes: one embedded master runs them all, and whatever happens, each cell gets its answer."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from master.embedded import Embedded
from master.engine_choice import Choice
from master.errors import MeasureError
from master.ingest import read_outcome
from master.losses import LOSSES
from master.run_folder import Job, RunFolder
from workers.all_engines import queue_s
from workers.cell import Cell
from workers.outcome import Outcome
from workers.sandbox import lifetime_s

Watch = Callable[[dict[str, Any] | None], None]
MEMORY_SHARE = 0.8  # of the machine's memory that cells may claim together


@attrs.frozen
class CellEnd:
    """A job and what came back: the outcome, the records of its tests; `why` says why nothing did."""

    job: Job
    outcome: Outcome | None
    why: str
    tests: Path


def run_cells(folder: RunFolder, run: str, choice: Choice, jobs: tuple[Job, ...], watch: Watch) -> list[CellEnd]:
    """Run them, as many at a time as the machine holds. Nothing of them is left on the machine afterwards."""
    cells = tuple(job.cell for job in jobs)
    slots = slots_for(cells)
    longest = sum(lifetime_s(cell.limits) + queue_s(choice.name) for cell in cells)
    deadline = LOSSES * longest / slots + 600  # what lost its worker begins anew
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
    return [_end(folder, number, job, trouble) for number, job in enumerate(jobs)]


def slots_for(cells: tuple[Cell, ...]) -> int:
    """How many cells run at the same time: one per core, and never more than memory holds."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    largest = max(cell.limits.memory_mb for cell in cells)
    by_memory = int(memory_mb * MEMORY_SHARE // largest)
    return max(1, min(len(cells), len(os.sched_getaffinity(0)), by_memory))


def _end(folder: RunFolder, number: int, job: Job, trouble: str) -> CellEnd:
    outcome, why = read_outcome(folder.outcome(number))
    return CellEnd(job, outcome, "; ".join(part for part in (why, trouble) if part), folder.tests(number))
