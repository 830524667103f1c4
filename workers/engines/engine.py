"""The shape of an engine: it opens a session for one cell, and a session runs commands one by one."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

import attrs

from workers.cell import Cell
from workers.images.store import Image
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
class Walls:
    """What an engine keeps a cell from on this machine; what is not claimed is not promised.

    `tests/e2e/test_engine_contract.py` tries each from inside, and also that nothing is claimed which is not so.
    """

    cuts_network: bool = False  # no network at all while testing
    own_user: bool = False  # inside, commands are a user of their own, not root, and without any privilege
    read_only_system: bool = False  # only the work directory and /tmp can be written
    hides_machine: bool = False  # no file, process, socket or variable of the user's is seen
    ends_processes: bool = False  # what a phase leaves running is gone when it ends, whatever group it moved to
    limits_memory: bool = False
    limits_processes: bool = False
    limits_disk: bool = False

    @property
    def sandbox(self) -> bool:
        """Whether code that runs inside can neither reach out nor alter what judges it (V2: evidence of E4)."""
        reach = self.cuts_network and self.own_user and self.hides_machine
        return reach and self.read_only_system and self.ends_processes

    def sentence(self, kind: str) -> str:
        """What stands in reports: `kind` says what the walls are made of."""
        held = [words for name, words in _HELD.items() if getattr(self, name)]
        missing = [words for name, words in _MISSING.items() if not getattr(self, name)]
        limits = [words for name, words in _LIMITS.items() if getattr(self, name)]
        unlimited = [words for name, words in _LIMITS.items() if not getattr(self, name)]
        parts = [*held, *([f"{_and(limits)} limited"] if limits else ())]
        missing += [f"{_and(unlimited)} not limited"] if unlimited else []
        return f"{kind}: {', '.join(parts) or 'nothing is kept in'}" + (
            f"; but {', '.join(missing)}" if missing else ""
        )


_HELD = {
    "own_user": "no privileges",
    "read_only_system": "read-only system",
    "hides_machine": "nothing of the user's is seen",
    "cuts_network": "no network while testing",
}
_MISSING = {
    "own_user": "it runs as the user",
    "read_only_system": "the system can be altered",
    "hides_machine": "the user's files are seen",
    "cuts_network": "the network is open while testing",
    "ends_processes": "what it leaves running goes on",
}
_LIMITS = {"limits_memory": "memory", "limits_processes": "processes", "limits_disk": "disk"}


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@attrs.frozen
class Offer:
    """What an engine can do on this machine. `refusal` says why it can do nothing."""

    engine: str
    isolation: str = ""
    arches: tuple[str, ...] = ()
    refusal: str | None = None
    walls: Walls = attrs.field(factory=Walls)


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


class Images(Protocol):
    """The images an engine can use, by the names our recipes give."""

    def find(self, name: str, arch: str, system: tuple[str, ...] = ()) -> Image | None:
        """The image if it is here."""

    def ensure(self, name: str, arch: str, system: tuple[str, ...], progress: LineSink) -> Image:
        """The image, made now when it is not here; raises ImageError with every way that was tried."""

    def cannot_make(self, name: str, arch: str) -> str | None:
        """Why a missing image could not be made here; None when it can be tried."""


@runtime_checkable
class ImageEngine(Engine, Protocol):
    """An engine whose cells run in images, not in what is installed on the machine."""

    def images(self) -> Images: ...
