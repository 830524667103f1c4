"""What does not belong into sources: programs and archives as bytes, and characters that make code read otherwise.

A program in the tree runs what nobody can review; bidirectional marks, look-alike letters and invisible characters
show a reviewer another text than the compiler reads (A14, A30).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from criteria.census.apart import FIXTURE
from criteria.census.binary_formats import binary_format, holds_programs
from criteria.census.deceptive_text import BIDIRECTIONAL, INVISIBLE, LOOK_ALIKE_NAME, deceptions
from criteria.census.kinds import in_test_folder
from criteria.census.languages import BUILD, BY_NAME, CONFIGURATION, PROGRAMMING
from criteria.evidence.census import CensusFile
from criteria.snapshot import BLOB_LIMIT

KIND = "oddities"
PER_FILE, MOST = 20, 2000

_READ_BY_PROGRAMS = (PROGRAMMING, BUILD, CONFIGURATION)
_DATA = re.compile(
    r"\.(?:npz|docx|xlsx|pptx|odt|ods|odp|epub|kmz|3mf|mxl|sobj|pt|pth|keras|mlpackage|fcstd|ora)$", re.I
)


@attrs.frozen
class Binary:
    """A program or an archive. `programs`: an archive with files in it that run. `excuse`: a test's data, or None."""

    path: str
    format: str
    bytes: int
    programs: bool
    excuse: str | None = None


@attrs.frozen
class Deception:
    """A place where text is not what it seems. `kind` is one of those of `deceptive_text`."""

    path: str
    line: int
    kind: str
    signs: str  # code points, "U+202E U+2066"


@attrs.frozen
class Oddities:
    """Every file of the census but those `unread` was looked at; totals count what was not kept, too."""

    binaries: tuple[Binary, ...]
    binaries_total: int
    deceptions: tuple[Deception, ...]
    deceptions_total: int
    unread: tuple[str, ...]  # larger than we read

    @property
    def programs(self) -> tuple[Binary, ...]:
        """What can run and is nobody's test data."""
        return tuple(file for file in self.binaries if file.programs and file.excuse is None)

    @property
    def traps(self) -> tuple[Deception, ...]:
        """What changes the meaning of code for a reader; look-alike words in prose and raw escapes do not."""
        return tuple(item for item in self.deceptions if item.kind in (BIDIRECTIONAL, INVISIBLE, LOOK_ALIKE_NAME))


def wants(file: CensusFile) -> bool:
    """Every file: a program is known by its bytes, whatever it is called."""
    return file.bytes > 0


def read(file: CensusFile, content: bytes) -> dict[str, Any] | None:
    """`binary`: format and whether it holds programs; `text`: how many, then `[line, kind, signs]`; `{}`: too large."""
    if file.bytes > BLOB_LIMIT:
        return {}
    found: dict[str, Any] = {}
    format_ = binary_format(content, file.path)
    if format_ is not None and not _DATA.search(file.path):
        found["binary"] = [format_, holds_programs(format_, content)]
    if file.decodable and _is_code(file):
        places = deceptions(content)
        if places:
            found["text"] = [len(places), *places[:PER_FILE]]
    return found or None


def reduce(facts: Iterable[tuple[CensusFile, dict[str, Any]]]) -> Oddities:
    binaries: list[Binary] = []
    texts: list[Deception] = []
    unread: list[str] = []
    texts_total = 0
    for file, fact in facts:
        if not fact:
            unread.append(file.path)
        binaries += _binary(file, fact)
        if "text" in fact:
            count, *places = fact["text"]
            texts_total += count
            texts += [Deception(file.path, line, kind, signs) for line, kind, signs in places]
    # Programs first: harmless archives must not crowd them out.
    kept = sorted(binaries, key=lambda item: (not item.programs or item.excuse is not None, item.path))[:MOST]
    return Oddities(
        tuple(sorted(kept, key=lambda item: item.path)), len(binaries), tuple(texts[:MOST]), texts_total, tuple(unread)
    )


def _binary(file: CensusFile, fact: dict[str, Any]) -> Iterator[Binary]:
    if "binary" in fact:
        format_, programs = fact["binary"]
        tests = (file.apart or "").startswith(FIXTURE) or in_test_folder(file.path.split("/")[:-1])
        yield Binary(file.path, format_, file.bytes, programs, "test data" if tests else None)


def _is_code(file: CensusFile) -> bool:
    language = BY_NAME.get(file.language or "")
    return language is not None and language.group in _READ_BY_PROGRAMS
