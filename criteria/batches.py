"""Hands files to readers in batches over all cores; a file that brings a reader down costs only itself (A24)."""

import os
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, zip_longest
from threading import Event
from typing import Any

import attrs

from criteria.errors import ToolError

BATCH_BYTES = 16 * 2**20  # a larger batch loses more when it is lost; a smaller one pays for more starts
BATCH_FILES = 2000  # keeps the command line short
SMALL_BYTES = 256 * 2**10  # less is not worth a second start
LONE_BYTES = 2 * 2**20  # a file of this size is a batch of its own
BUDGET = 1800.0  # seconds for all batches together

Batch = tuple[Any, ...]  # keys of files


@attrs.frozen
class Work:
    """Files by key with their sizes in bytes, and what answers for a batch of them or raises ToolError.

    `divide`: whether the batches are to be cut so that every core has some; a reader that uses all cores wants few.
    `limit`: how many batches of this work may be read side by side; 0 means one per core.
    """

    sizes: Mapping[Any, int]
    examine: Callable[[Batch, Event], Any]
    divide: bool = True
    limit: int = 0


@attrs.frozen
class Attempt:
    """The answer for one batch, or why there is none. `work` is the key of the work it belongs to."""

    work: Hashable
    batch: Batch
    answer: Any
    why: str = ""
    final: bool = False  # not to be tried again in halves


def answers(work: Mapping[Any, Work]) -> list[Attempt]:
    """The answers for all files, in no order. A batch without an answer is halved until it is one file alone."""
    stop = Event()
    deadline = time.monotonic() + BUDGET
    results: list[Attempt] = []

    def attempt(key: Hashable, batch: Batch) -> Attempt:
        if time.monotonic() > deadline:
            return Attempt(key, batch, None, "the time for this snapshot was used up", final=True)
        try:
            return Attempt(key, batch, work[key].examine(batch, stop))
        except ToolError as error:
            return Attempt(key, batch, None, str(error), final=error.hopeless or len(batch) == 1)
        except OSError as error:  # no room to lay the files out, above all; for fewer of them there may be
            return Attempt(key, batch, None, f"it could not be read: {error.strerror}", final=len(batch) == 1)

    queue = list(_in_turn(work))
    running: dict[Future[Attempt], Hashable] = {}
    with ThreadPoolExecutor(cores()) as pool:
        try:
            while queue or running:
                for key, batch in _next(queue, Counter(running.values()), work):
                    running[pool.submit(attempt, key, batch)] = key
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for result in (future.result() for future in done):
                    if result.answer is None and not result.final:
                        middle = len(result.batch) // 2
                        queue[:0] = [(result.work, result.batch[:middle]), (result.work, result.batch[middle:])]
                    else:
                        results.append(result)
                running = {future: key for future, key in running.items() if future not in done}
        except BaseException:  # an interrupt above all: the readers have to end before we do
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return results


def _next(
    queue: list[tuple[Hashable, Batch]], running: Counter[Hashable], work: Mapping[Any, Work]
) -> list[tuple[Hashable, Batch]]:
    """Takes from the queue what may start now: as many as there are idle cores, of no work more than its limit."""
    chosen = []
    for one in list(queue):
        if running.total() >= cores():
            break
        if running[one[0]] < (work[one[0]].limit or cores()):
            running[one[0]] += 1
            queue.remove(one)
            chosen.append(one)
    return chosen


def cores() -> int:
    return len(os.sched_getaffinity(0))


def batches(work: Work) -> list[Batch]:
    """The keys, cut into batches of about equal bytes; large files stand alone, and first."""
    goal = BATCH_BYTES
    if work.divide:
        goal = min(goal, max(SMALL_BYTES, sum(work.sizes.values()) // (2 * cores()) + 1))
    lone: list[Batch] = [(key,) for key, size in work.sizes.items() if size >= LONE_BYTES]
    result: list[Batch] = []
    batch: list[Any] = []
    full = 0
    for key in (key for key, size in work.sizes.items() if size < LONE_BYTES):
        if batch and (full + work.sizes[key] > goal or len(batch) == BATCH_FILES):
            result.append(tuple(batch))
            batch, full = [], 0
        batch.append(key)
        full += work.sizes[key]
    return lone + result + ([tuple(batch)] if batch else [])


def _in_turn(work: Mapping[Any, Work]) -> Iterator[tuple[Hashable, Batch]]:
    """One batch of each work after the other, so that none is left to a single core at the end."""
    queues = [[(key, batch) for batch in batches(item)] for key, item in work.items()]
    return (one for one in chain.from_iterable(zip_longest(*queues)) if one is not None)
