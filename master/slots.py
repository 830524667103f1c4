"""The worker processes of a run, one per slot: a cell that kills its worker takes no neighbour along (F06, F20)."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import attrs

from master.errors import MeasureError

ATTACH_S = 60.0  # from its start until a worker has attached; a busy machine imports Twisted slowly
RETURN_S = 20.0  # from the loss of its connection until it is back; it tries every five seconds
VAIN_STARTS = 3  # in a row, of a worker that never came to run a cell; then its slot is given up


class Process(Protocol):
    """As much of a process as is needed to watch it."""

    def poll(self) -> int | None: ...

    def kill(self) -> None: ...


@attrs.define
class _Slot:
    process: Process
    due: float | None  # when it must have attached; None while it is attached
    vain: int = 1  # starts since it last ran a cell
    why_given_up: str = ""


class Slots:
    """Starts a worker again that died, or that never came; gives a slot up whose workers only die.

    `start` starts the worker of a slot; `last_words` is what it said last.
    """

    def __init__(
        self,
        names: Sequence[str],
        start: Callable[[str], Process],
        last_words: Callable[[str], str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._names = tuple(names)
        self._start = start
        self._last_words = last_words
        self._now = now
        self._slots: dict[str, _Slot] = {}

    @property
    def processes(self) -> Mapping[str, Process]:
        """The latest process of each slot, dead or alive."""
        return {name: slot.process for name, slot in self._slots.items()}

    def start_all(self) -> None:
        for name in self._names:
            self._slots[name] = _Slot(self._start(name), self._now() + ATTACH_S)

    def hear(self, event: Mapping[str, Any]) -> None:
        """What the master says of a worker: that it came, went, or began a cell."""
        slot = self._slots.get(str(event.get("worker")))
        if slot is None:
            return
        if event["event"] == "attached":
            slot.due = None
        elif event["event"] == "lost":
            slot.due = self._now() + RETURN_S
        elif event["event"] == "started":
            slot.vain = 0

    def watch(self) -> None:
        """Look after every slot once; raises MeasureError when none is left."""
        for name, slot in self._slots.items():
            if not slot.why_given_up and (why := self._trouble(name, slot)):
                self._begin_anew(name, slot, why)
        if self._slots and all(slot.why_given_up for slot in self._slots.values()):
            raise MeasureError(next(slot.why_given_up for slot in self._slots.values()))

    def _trouble(self, name: str, slot: _Slot) -> str:
        if slot.process.poll() is not None:
            return f"died: {self._last_words(name)}"
        if slot.due is not None and self._now() > slot.due:
            slot.process.kill()  # asking does not help: one that is stopped would not hear it
            return f"never attached to the master: {self._last_words(name)}"
        return ""

    def _begin_anew(self, name: str, slot: _Slot, why: str) -> None:
        if slot.vain >= VAIN_STARTS:
            slot.why_given_up = f"the worker {name} was started {slot.vain} times in vain; the last one {why}"
            return
        slot.vain += 1
        slot.process = self._start(name)
        slot.due = self._now() + ATTACH_S
