"""Sphinx-lint: reStructuredText that is read as something else than its author meant."""

import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from threading import Event

from criteria.errors import ToolError
from criteria.tools.process import ask
from criteria.tools.tool import Examination, Hit, Purpose

ID = "sphinx-lint"
PURPOSE = Purpose.DOCUMENTS
LANGUAGES: tuple[str, ...] = ("reStructuredText",)
MARKERS: tuple[str, ...] = ()  # it obeys none
DISTRIBUTIONS: tuple[str, ...] = ("sphinx-lint", "regex")
PROCESSES = 0
KNOWN_BAD = "See :doc:`other for more.\n"
KNOWN_GOOD = "See :doc:`other`.\n"

# Its own default set without what is about blanks, tabs and the ends of lines, and without Python in examples.
_LAYOUT = "carriage-return,dangling-hyphen,horizontal-tab,missing-final-newline,python-syntax,trailing-whitespace"
_START = (sys.executable, "-P", "-s", "-m", "sphinxlint", "--jobs", "1", "--disable", _LAYOUT)
_LINE = re.compile(r"^(?:\./)?(f[^:\s]{1,60}):(\d{1,9}): (.{0,4000}) \(([a-z-]{1,60})\)$", re.S)
_UNREAD = re.compile(r"^(?:\./)?(f[^:\s]{1,60}): cannot (?:open|decode)")
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 100.0  # a hundred times what an idle core needs


def version() -> str:
    return metadata.version("sphinx-lint")


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".rst"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    megabytes = sum((folder / name).stat().st_size for name in names) / 2**20
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * megabytes
    answer = ask([*_START, *names], folder, seconds, stop, accepted=(0, 1))
    return _read(answer.errors.decode(errors="replace"))


def _read(text: str) -> Examination:
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    for line in filter(None, text.split("\n")):
        if found := _LINE.match(line):
            hits.append(Hit(found[1], int(found[2]), found[4], found[3]))
        elif unread := _UNREAD.match(line):
            failed[unread[1]] = "sphinx-lint cannot read it as UTF-8"
        else:
            raise ToolError("the answer of sphinx-lint cannot be read")
    return Examination(tuple(hits), failed)
