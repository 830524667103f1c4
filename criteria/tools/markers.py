"""The comments with which a project silences a tool, found in the text itself (V8).

Every pattern begins with `#` and holds no other repetition than bounded blanks, so the time is linear in the text.
A marker inside a string counts as well: the tools themselves differ about it, and we count rather too many.
"""

import re
from collections.abc import Iterable, Mapping

import attrs

_B = r"[ \t]{0,8}"
MARKERS: Mapping[str, re.Pattern[str]] = {
    "noqa": re.compile(rf"#{_B}(?:noqa\b|ruff:{_B}(?:ignore|disable)\b)", re.I),
    "noqa for a file": re.compile(rf"#{_B}(?:(?:ruff|flake8)[:=]{_B}noqa\b|ruff:{_B}file-ignore\b)", re.I),
    "type: ignore": re.compile(rf"#{_B}(?:type:{_B}ignore\b|(?:pyright|mypy|ty):{_B}ignore\b)", re.I),
    "pylint: disable": re.compile(rf"#{_B}pylint:{_B}(?:disable|skip-file)", re.I),
    "pragma: no cover": re.compile(rf"#{_B}pragma[: \t]{_B}no{_B}(?:cover|branch)\b", re.I),
    "nosec": re.compile(rf"#{_B}nosec\b", re.I),
}
WHOLE_FILE = frozenset({"noqa for a file"})


@attrs.frozen
class Marks:
    """What one text holds: a count per marker, and the lines (from 1) that a tool would pass over for them."""

    counts: Mapping[str, int]
    lines: frozenset[int]
    whole_file: bool

    def hide(self, line: int | None) -> bool:
        return self.whole_file or line in self.lines


def marks(text: str, markers: Iterable[str]) -> Marks:
    """All markers of these kinds in a text."""
    lines: dict[str, list[int]] = {marker: [] for marker in markers}
    for number, line in enumerate(text.split("\n"), 1):
        if "#" in line:
            for marker, found in lines.items():
                found.extend(number for _ in MARKERS[marker].finditer(line))
    return Marks(
        counts={marker: len(found) for marker, found in lines.items() if found},
        lines=frozenset(number for marker, found in lines.items() if marker not in WHOLE_FILE for number in found),
        whole_file=any(lines.get(marker) for marker in WHOLE_FILE),
    )
