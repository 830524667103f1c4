"""Fortitude: the style of free-form Fortran, by those of its rules that the language standard and every guide share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.executable import executable
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "fortitude"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("Fortran",)
MARKERS: tuple[str, ...] = ("fortitude allow",)
DISTRIBUTIONS: tuple[str, ...] = ("fortitude-lint",)
PROCESSES = 1  # it uses all cores itself
KNOWN_BAD = "! allow(implicit-typing)\nprogram main\n  print *, i\nend program main\n"
KNOWN_GOOD = "program main\n  implicit none\n  print *, 1\nend program main\n"

# Implicit typing, missing intent, an implied save, unreachable and misleading statements, what the standard calls
# obsolescent or never had (star kinds). Nothing about layout, names of kinds, `only` or magic numbers: there groups
# differ, and stdlib itself has thousands of those.
RULES = "C001,C051,C061,C072,C081,C082,C151,C161,C171,C191,OB,PORT021"
_OPTIONS = (
    "check", "--isolated", "--ignore-allow-comments", "--select", f"{RULES},E", "--output-format", "json-lines",
    "--progress-bar", "off", "--exit-zero", "--quiet", "--",
)  # fmt: skip
_SECONDS = 120.0
_FIXED = (".f", ".for", ".ftn", ".f77")
# A line for the preprocessor, and those that continue it. As a comment it cannot break the statement around it.
_DIRECTIVE = re.compile(rb"^[ \t]{0,40}#(?:\\\r?\n|[^\n])*", re.M)
_FIRST = re.compile(rb"^([ \t]{0,40}).", re.M)


def version() -> str:
    return metadata.version("fortitude-lint")


def suffix(path: str) -> str:
    """A capital letter says that the preprocessor reads it first."""
    return ".F90" if ".F" in path[-4:] else ".f90"


def set_apart(path: str) -> str | None:
    """It reads the free form alone."""
    return "fixed-form Fortran, which fortitude does not read" if path.lower().endswith(_FIXED) else None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    for name in names:
        _hide_directives(folder / name)
    answer = ask([executable("fortitude-lint", "fortitude"), *_OPTIONS, *names], folder, _SECONDS, stop)
    try:
        entries = (load_json(line, "the answer of fortitude", MAX_OUTPUT) for line in answer.output.splitlines())
        return _read(entries, folder.resolve())
    except (UntrustedInputError, LookupError, TypeError, ValueError) as error:
        raise ToolError("the answer of fortitude cannot be read") from error


def _hide_directives(file: Path) -> None:
    content = file.read_bytes()
    if b"#" in content:
        file.write_bytes(_DIRECTIVE.sub(lambda match: _FIRST.sub(rb"\1!", match[0]), content))


def _read(entries: Iterable[Mapping[str, Any]], folder: Path) -> Examination:
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    for entry in entries:
        name = Path(entry["filename"]).relative_to(folder).as_posix()
        line = entry["location"]["row"]
        if entry["code"].startswith("E"):
            failed.setdefault(name, f"fortitude cannot parse it, near line {line}: {entry['message']}")
        else:
            hits.append(Hit(name, line, entry["code"], entry["message"]))
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)
