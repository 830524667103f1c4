"""Hands files to a tool in batches over all cores; a file that brings the tool down costs only itself (A24)."""

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

import attrs

from criteria.errors import ToolError
from criteria.tools.tool import Examination, Hit, Tool

BATCH_BYTES = 4 * 2**20  # a larger batch loses more when it is lost
BATCH_FILES = 2000  # keeps the command line short
LONE_BYTES = 2 * 2**20  # a file of this size is a batch of its own
BUDGET = 1800.0  # seconds for one tool and one snapshot


@attrs.frozen
class _Attempt:
    """The answer for one batch, or why there is none."""

    batch: tuple[str, ...]
    examination: Examination | None
    why: str = ""
    final: bool = False  # not to be tried again in halves


def examine_all(tool: Tool, folder: Path, sizes: Mapping[str, int]) -> Examination:
    """What the tool says about all files of `folder`, whose sizes in bytes are given by neutral name.

    A batch without an answer is halved until the file is found that has none alone.
    """
    processes = tool.PROCESSES or len(os.sched_getaffinity(0))
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    for attempt in _attempts(tool, folder, batches(sizes, processes), processes):
        if attempt.examination is None:
            failed.update(dict.fromkeys(attempt.batch, attempt.why))
        else:
            hits.extend(attempt.examination.hits)
            failed.update(attempt.examination.failed)
    return Examination(tuple(hits), failed)


def batches(sizes: Mapping[str, int], processes: int) -> list[tuple[str, ...]]:
    """The names, cut into batches of about equal bytes, at least one per process; files of LONE_BYTES stand alone."""
    goal = min(BATCH_BYTES, sum(sizes.values()) // processes + 1)
    lone = [(name,) for name, size in sizes.items() if size >= LONE_BYTES]
    result: list[tuple[str, ...]] = []
    batch: list[str] = []
    full = 0
    for name in (name for name, size in sizes.items() if size < LONE_BYTES):
        if batch and (full + sizes[name] > goal or len(batch) == BATCH_FILES):
            result.append(tuple(batch))
            batch, full = [], 0
        batch.append(name)
        full += sizes[name]
    return lone + result + ([tuple(batch)] if batch else [])


def _attempts(tool: Tool, folder: Path, first: Sequence[tuple[str, ...]], processes: int) -> list[_Attempt]:
    stop = Event()
    deadline = time.monotonic() + BUDGET
    results: list[_Attempt] = []

    def attempt(batch: tuple[str, ...]) -> _Attempt:
        if time.monotonic() > deadline:
            return _Attempt(batch, None, "the time for this tool was used up", final=True)
        try:
            return _Attempt(batch, tool.examine(folder, batch, stop))
        except ToolError as error:
            return _Attempt(batch, None, str(error), final=len(batch) == 1)

    with ThreadPoolExecutor(processes) as pool:
        pending: set[Future[_Attempt]] = {pool.submit(attempt, batch) for batch in first}
        try:
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for result in (future.result() for future in done):
                    if result.examination is None and not result.final:
                        middle = len(result.batch) // 2
                        halves = (result.batch[:middle], result.batch[middle:])
                        pending |= {pool.submit(attempt, half) for half in halves}
                    else:
                        results.append(result)
        except BaseException:  # an interrupt above all: the tools have to end before we do
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return results
