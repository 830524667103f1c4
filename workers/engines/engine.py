"""The shape of an engine: it opens a session for one cell, and a session runs commands one by one."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import attrs

from workers.cell import Cell
from workers.log import CappedLog

LineSink = Callable[[str], None]


@attrs.frozen
class Ended:
    """How a command ended: `exit`, or None with the reason why it was stopped (`why`)."""

    exit: int | None
    why: str = ""


@attrs.frozen
class Patience:
    """How long we wait for a command: in all, and without any output; seconds."""

    seconds: float
    silence: float


@attrs.frozen
class Offer:
    """What an engine can do on this machine. `refusal` says why it can do nothing."""

    engine: str
    isolation: str = ""
    arches: tuple[str, ...] = ()
    refusal: str | None = None


class Session(Protocol):
    """One cell, open. Leaving the context removes everything of it."""

    image: str  # name and content digest
    isolation: str
    emulated: bool
    work: str  # the work directory as the commands see it

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def put(self, name: str, file: Path) -> None:
        """Copy one file into the work directory."""

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        """Run one shell command in the source tree (or the work directory while there is none)."""

    def end_build(self) -> None:
        """End every process of the build phase and close the network for good."""

    def fetch(self, path: str, limit: int) -> bytes | None:
        """A regular file below the work directory, at most `limit` bytes; None when it is absent, a link or larger."""


class Engine(Protocol):
    """Makes sessions. All failures of ours are `InfrastructureError`s."""

    name: str

    def offer(self) -> Offer: ...

    def session(self, cell: Cell, run: str) -> Session:
        """A session for the cell; `run` labels what it leaves on the machine while it is open."""

    def sweep(self, run: str) -> int:
        """Remove whatever sessions of that run left behind; returns how many things were removed."""
