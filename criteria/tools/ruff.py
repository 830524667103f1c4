"""Ruff: the style of Python by the rules of PEP 8 and pyflakes on which the community agrees."""

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from ruff import find_ruff_bin

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "ruff"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("Python",)
MARKERS: tuple[str, ...] = ("noqa", "noqa for a file", "type: ignore", "pylint: disable", "pragma: no cover")
DISTRIBUTIONS: tuple[str, ...] = ("ruff",)
PROCESSES = 1  # it uses all cores itself
KNOWN_BAD = "import os  # noqa\nif os.name == None: x = 1\n"
KNOWN_GOOD = '"""A module."""\n\nimport os\n\nNAME = os.name\n'

RULES = "E4,E7,E9,F"  # imports, statements, reading, pyflakes; nothing about spaces or the length of lines
# The newest syntax ruff knows, so that a new statement is no error; noqa is counted, not obeyed (A13).
OPTIONS = (
    "check", "--isolated", "--no-cache", "--no-respect-gitignore", "--ignore-noqa", "--target-version", "py315",
    "--select", RULES, "--output-format", "json", "--exit-zero", "--quiet", "--",
)  # fmt: skip
_SECONDS = 120.0
_NOT_UTF_8 = "cannot be read as UTF-8, the encoding PEP 8 asks for"


def version() -> str:
    return metadata.version("ruff")


def suffix(path: str) -> str:
    """Stubs and the first module of a package have rules of their own: what `__all__` may name, for example."""
    ending = ".pyi" if path.lower().endswith(".pyi") else ".py"
    return f"/__init__{ending}" if path.rpartition("/")[2] == f"__init__{ending}" else ending


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: whatever is Python has a style."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    answer = ask([find_ruff_bin(), *OPTIONS, *names], folder, _SECONDS, stop)
    try:
        return _read(load_json(answer.output, "the answer of ruff", MAX_OUTPUT), folder.resolve())
    except (UntrustedInputError, LookupError, TypeError, ValueError) as error:
        raise ToolError("the answer of ruff cannot be read") from error


def _read(entries: list[Mapping[str, Any]], folder: Path) -> Examination:
    failed: dict[str, str] = {}
    hits = []
    for entry in entries:
        name = Path(entry["filename"]).relative_to(folder).as_posix()
        code = entry["code"] or "invalid-syntax"
        line = entry["location"]["row"] if entry["location"] else None
        if code == "E902":
            failed.setdefault(name, _NOT_UTF_8)
        elif code == "invalid-syntax":
            failed.setdefault(name, f"not valid Python, line {line}: {entry['message']}")
        else:
            hits.append(Hit(name, line, code, entry["message"]))
    # What ruff says about a file that it could parse in part only is no account of that file.
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)
