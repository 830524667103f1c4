"""Hands files to readers in batches over all cores; a file that brings a reader down costs only itself (A24)."""

import os
import time
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
    """

    sizes: Mapping[Any, int]
    examine: Callable[[Batch, Event], Any]
    divide: bool = True


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

    with ThreadPoolExecutor(cores()) as pool:
        pending: set[Future[Attempt]] = {pool.submit(attempt, key, batch) for key, batch in _in_turn(work)}
        try:
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for result in (future.result() for future in done):
                    if result.answer is None and not result.final:
                        middle = len(result.batch) // 2
                        halves = (result.batch[:middle], result.batch[middle:])
                        pending |= {pool.submit(attempt, result.work, half) for half in halves}
                    else:
                        results.append(result)
        except BaseException:  # an interrupt above all: the readers have to end before we do
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return results


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
