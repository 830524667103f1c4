"""Flawfinder: calls in C and C++ for which there is no safe use, or whose arguments show the mistake."""

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event

from criteria.errors import ToolError
from criteria.tools.process import ask
from criteria.tools.tool import Examination, Hit, Purpose

ID = "flawfinder"
PURPOSE = Purpose.SECURITY
LANGUAGES: tuple[str, ...] = ("C", "C++")
MARKERS: tuple[str, ...] = ("flawfinder: ignore",)
DISTRIBUTIONS: tuple[str, ...] = ("flawfinder",)
PROCESSES = 0
KNOWN_BAD = "#include <stdio.h>\nvoid f(char *s) { gets(s); /* Flawfinder: ignore */ }\n"
KNOWN_GOOD = "#include <stdio.h>\nvoid f(char *s) { fgets(s, 10, stdin); }\n"

# Of its five levels of risk only the highest. It matches words and knows no types: at level 4 every `strcpy` and
# `system` is told, however long the buffer and however constant the command.
LEVEL = 5
# A race needs another user in the same folder, and `chmod` or `readlink` may as well be a method of the project.
_CATEGORIES_LEFT_OUT = ("race",)
_START = (
    sys.executable, "-P", "-s", "-m", "flawfinder", f"--minlevel={LEVEL}", "--neverignore", "--csv", "--quiet", "--",
)  # fmt: skip
_MEMBER = (".", "->", "::")
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 10.0  # fifty times what an idle core needs


def version() -> str:
    return metadata.version("flawfinder")


def suffix(path: str) -> str:
    return ".c" if path.endswith(".c") else ".cc"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: headers hold code as well."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    megabytes = sum((folder / name).stat().st_size for name in names) / 2**20
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * megabytes
    answer = ask([*_START, *names], folder, seconds, stop)
    csv.field_size_limit(2**24)  # a row quotes the line it is about
    try:
        rows = csv.DictReader(io.StringIO(answer.output.decode(errors="replace"), newline=""))
        if "RuleId" not in (rows.fieldnames or ()):
            raise LookupError("no head of a table")
        return Examination(tuple(_hits(rows)))
    except (csv.Error, LookupError, TypeError, ValueError) as error:
        raise ToolError("the answer of flawfinder cannot be read") from error


def _hits(rows: Iterable[Mapping[str, str]]) -> Iterator[Hit]:
    for row in rows:
        before = row["Context"][: int(row["Column"]) - 1].rstrip()
        foreign = before.endswith(_MEMBER) and not before.endswith("std::")
        if row["Category"] not in _CATEGORIES_LEFT_OUT and not foreign:
            message = f"{row['Name']}: {row['Warning']} {row['Suggestion']}".strip()
            yield Hit(row["File"].removeprefix("./"), int(row["Line"]), row["RuleId"], message)
