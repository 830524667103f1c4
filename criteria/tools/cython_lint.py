"""Cython-lint: names that are imported or set and never used, and the other rules it shares with pyflakes."""

import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "cython-lint"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("Cython",)
MARKERS: tuple[str, ...] = ("no-cython-lint",)
DISTRIBUTIONS: tuple[str, ...] = ("cython-lint", "cython", "tokenize-rt")
PROCESSES = 1  # the tree of one large file takes 200 MB
KNOWN_BAD = "import os  # no-cython-lint\n\ncdef int f(int x):\n    return x\n"
KNOWN_GOOD = "import os\n\ncdef int f(int x):\n    return len(os.sep) + x\n"

# Its rules beyond those of pyflakes are opinions, and the layout that it asks pycodestyle about is nobody's but ruff's
# formatter's: no project has an agreed one for `cdef`. Which rules count stands beside the process that asks them.
_START = (sys.executable, "-P", "-s", "-m", "criteria.tools.cython_process")
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 40.0  # twenty times what an idle core needs
_ENDINGS = (".pxd", ".pxi")


def version() -> str:
    """Cython parses the files and hence is part of the version."""
    return f"{metadata.version('cython-lint')} with Cython {metadata.version('cython')}"


def suffix(path: str) -> str:
    return next((ending for ending in _ENDINGS if path.lower().endswith(ending)), ".pyx")


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: declarations and included files are read as well."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    megabytes = sum((folder / name).stat().st_size for name in names) / 2**20
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * megabytes
    answer = ask([*_START, *names], folder, seconds, stop)
    try:
        return _read(load_json(answer.output, "the answer of cython-lint", MAX_OUTPUT), names)
    except (UntrustedInputError, LookupError, TypeError, ValueError) as error:
        raise ToolError("the answer of cython-lint cannot be read") from error


def _read(answer: Mapping[str, Any], names: Sequence[str]) -> Examination:
    unread = {name: answer[name] for name in names if isinstance(answer[name], str)}
    hits = (
        Hit(name, line, rule, message) for name in names if name not in unread for line, rule, message in answer[name]
    )
    failed = {name: why for name, why in unread.items() if not name.endswith(".pxi")}
    pieces = dict.fromkeys(unread.keys() - failed.keys(), "a piece of code that can be read only where it is included")
    return Examination(tuple(hits), failed, pieces)
