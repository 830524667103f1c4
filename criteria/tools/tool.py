"""What an analyser is, and the account it gives of every file it was handed (V7)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Protocol

import attrs

from criteria.model import Finding


class Purpose(StrEnum):
    STYLE = "style"
    SECURITY = "security"
    DOCUMENTS = "documents"


@attrs.frozen
class Hit:
    """One thing the tool objects to, in a file under its neutral name."""

    name: str
    line: int | None
    rule: str
    message: str


@attrs.frozen
class Examination:
    """What a tool said about some files. A file that is in neither table was examined, whether it has hits or not.

    `skipped`: only the text itself showed that the tool has no say there, e.g. a script for a shell it does not read.
    """

    hits: tuple[Hit, ...] = ()
    failed: Mapping[str, str] = attrs.field(factory=dict)  # neutral name -> why
    skipped: Mapping[str, str] = attrs.field(factory=dict)  # neutral name -> why


class Tool(Protocol):
    """One module of constants and three functions.

    `LANGUAGES`: names of `criteria.census.languages`.
    `MARKERS`: the comments that silence it, keys of `criteria.tools.markers`.
    `KNOWN_BAD` must give a hit and `KNOWN_GOOD` none, or nothing the tool says counts (V7).
    `DISTRIBUTIONS`: the installed distributions that decide what it answers; none for our own code.
    `PROCESSES`: how many may run side by side; 0 means one per core.
    """

    ID: str
    PURPOSE: Purpose
    LANGUAGES: tuple[str, ...]
    MARKERS: tuple[str, ...]
    DISTRIBUTIONS: tuple[str, ...]
    PROCESSES: int
    KNOWN_BAD: str
    KNOWN_GOOD: str

    def version(self) -> str:
        """As the tool itself says it."""

    def suffix(self, path: str) -> str:
        """The end of the neutral name: one of ours, chosen by the kind of file, e.g. `.py` or `/__init__.py`."""

    def set_apart(self, path: str) -> str | None:
        """Why the tool has no say about this file, or None."""

    def examine(self, folder: Path, names: Sequence[str], stop: Event) -> Examination:
        """Reads `folder/name` for each neutral name; nothing else is in that folder.

        Raises ToolError when it gave no usable answer for these files together.
        """


@attrs.frozen
class Left:
    """A file without an answer, and why."""

    path: str
    why: str


@attrs.frozen
class Suppression:
    """How often one file silences a tool."""

    path: str
    marker: str
    count: int


@attrs.frozen
class ToolRun:
    """The account of one tool over one language: `files_in == scanned + len(skipped) + len(failed)`, always.

    `skipped`: the tool has no say there. `failed`: it should have had one, so that its silence says nothing.
    `findings` holds the first of them in the order of path and line, `findings_total` counts all.
    `suppressed`: how many of all stand on a line, or in a file, that the project marked to be passed over. They count
    all the same; the number is the difference between our verdict and that of the project's own run (V8, A13).
    `problem`: why nothing here counts, e.g. a self-test that failed.
    """

    tool: str
    version: str
    purpose: Purpose
    language: str
    files_in: int
    scanned: int
    skipped: tuple[Left, ...] = ()
    failed: tuple[Left, ...] = ()
    findings: tuple[Finding, ...] = ()
    findings_total: int = 0
    suppressed: int = 0
    suppressions: tuple[Suppression, ...] = ()
    problem: str | None = None

    @property
    def suppressions_total(self) -> int:
        return sum(item.count for item in self.suppressions)
