"""DESCRIPTION of an R package: its fields, and the packages it asks for with the versions it accepts."""

import re
from collections.abc import Iterator, Mapping

import attrs
from packaging.version import Version

from criteria.snapshot import Snapshot
from master.plan.tree_text import text_at

NAME = "DESCRIPTION"
MAX_PACKAGES = 300
HARD = ("Depends", "Imports", "LinkingTo")
# They come with R itself.
BASE = {
    "base", "compiler", "datasets", "graphics", "grDevices", "grid", "methods", "parallel", "splines", "stats",
    "stats4", "tcltk", "tools", "translations", "utils",
}  # fmt: skip
_FIELD = re.compile(r"([A-Za-z@/_-]{1,60}):(.{0,20000})")
_ASKED = re.compile(
    r"\s{0,20}([A-Za-z][A-Za-z0-9.]{0,60})\s{0,20}(?:\(\s{0,5}(>=|>|==)\s{0,5}([0-9][0-9.-]{0,30})\s{0,5}\))?"
)
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9.]{0,60}\Z")


@attrs.frozen
class Wanted:
    """A package of R and the oldest version that is accepted, None for any."""

    name: str
    version: Version | None = None

    @property
    def debian(self) -> str:
        """What the package is called in Debian, if it is there and comes from CRAN."""
        return f"r-cran-{self.name.lower()}"


@attrs.frozen
class Description:
    """`package` is the name; `r` the oldest R. `hard` is needed to install, `suggested` by some tests and examples."""

    package: str
    r: Version | None = None
    hard: tuple[Wanted, ...] = ()
    suggested: tuple[Wanted, ...] = ()
    system: tuple[str, ...] = ()  # libraries of the system, as they are called there


def read_description(snapshot: Snapshot) -> Description | None:
    """None when there is no DESCRIPTION of an R package in the top folder."""
    text = text_at(snapshot, NAME)
    fields = _fields(text) if text else {}
    name = fields.get("Package", "").strip()
    if not _PACKAGE.match(name):
        return None
    hard = list(dict.fromkeys(wanted for field in HARD for wanted in _wanted(fields.get(field, ""))))
    return Description(
        package=name,
        r=next((wanted.version for wanted in hard if wanted.name == "R"), None),
        hard=tuple(wanted for wanted in hard if wanted.name not in BASE | {"R"}),
        suggested=tuple(wanted for wanted in _wanted(fields.get("Suggests", "")) if wanted.name not in BASE),
        system=tuple(_libraries(fields.get("SystemRequirements", ""))),
    )


def _fields(text: str) -> Mapping[str, str]:
    """Fields of a Debian control file: a line that begins with a blank continues the one before."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line[:1] in (" ", "\t"):
            if name:
                fields[name].append(line.strip())
        elif match := _FIELD.match(line):
            name = match.group(1)
            fields[name] = [match.group(2).strip()]
    return {name: " ".join(lines) for name, lines in fields.items()}


def _wanted(field: str) -> Iterator[Wanted]:
    for item in field.split(",")[:MAX_PACKAGES]:
        if match := _ASKED.match(item):
            yield Wanted(match.group(1), version_of(match.group(3)) if match.group(3) else None)


def version_of(text: str) -> Version | None:
    """R writes 1.5-0 where others write 1.5.0."""
    parts = [part for part in re.split(r"[.-]", text) if part]
    return Version(".".join(parts)) if parts else None


def _libraries(field: str) -> Iterator[str]:
    """Of `GDAL (>= 2.0.1), libxml2: libxml2-dev (deb), GNU make` the words that may name a library."""
    for item in re.split(r"[,;]", field)[:50]:
        words = re.split(r"[(:]", item)[0].split()
        if len(words) == 1:
            yield words[0]
