"""The comments with which a project silences analysers: where they stand, in every first-party text (V8)."""

from collections.abc import Iterable, Mapping

import attrs

from criteria.evidence.census import CensusFile
from criteria.tools.markers import WHOLE_FILE, places

KIND = "suppressions"
MAX_LINES = 2000  # kept of one marker in one file

# Lines (from 1) by marker, a key of `criteria.tools.markers`.
Places = Mapping[str, list[int]]


@attrs.frozen
class MarkerTotal:
    """How often first-party files hold one marker, and in how many files."""

    marker: str
    count: int
    files: int


@attrs.frozen
class Suppressions:
    totals: tuple[MarkerTotal, ...]  # by marker


def wants(file: CensusFile) -> bool:
    return file.language is not None and file.apart is None and file.unread is None


def read(file: CensusFile, content: bytes) -> dict[str, list[int]] | None:  # noqa: ARG001  (the protocol)
    """Lines by marker; None where there is none."""
    found = places(content)
    return {marker: lines[:MAX_LINES] for marker, lines in found.items()} or None


def reduce(facts: Iterable[tuple[CensusFile, Places]]) -> Suppressions:
    counts: dict[str, list[int]] = {}
    for _, found in facts:
        for marker, lines in found.items():
            total = counts.setdefault(marker, [0, 0])
            total[0] += len(lines)
            total[1] += 1
    return Suppressions(tuple(MarkerTotal(marker, *total) for marker, total in sorted(counts.items())))


def hidden(places: Places, line: int | None) -> bool:
    """Whether a tool that obeys these markers would pass over this line."""
    return any(marker in WHOLE_FILE or line in lines for marker, lines in places.items())
