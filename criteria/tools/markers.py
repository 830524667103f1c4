"""The comments with which a project silences a tool, found in the text itself (V8).

Every pattern begins with `#` and holds no other repetition than bounded blanks, so the time is linear in the text.
A marker inside a string counts as well: the tools themselves differ about it, and we count rather too many.
"""

import re
from collections.abc import Mapping

_B = r"[ \t]{0,8}"
MARKERS: Mapping[str, re.Pattern[str]] = {
    "noqa": re.compile(rf"#{_B}(?:noqa\b|ruff:{_B}(?:ignore|disable)\b)", re.I),
    "noqa for a file": re.compile(rf"#{_B}(?:(?:ruff|flake8)[:=]{_B}noqa\b|ruff:{_B}file-ignore\b)", re.I),
    "type: ignore": re.compile(rf"#{_B}(?:type:{_B}ignore\b|(?:pyright|mypy|ty):{_B}ignore\b)", re.I),
    "pylint: disable": re.compile(rf"#{_B}pylint:{_B}(?:disable|skip-file)", re.I),
    "pragma: no cover": re.compile(rf"#{_B}pragma[: \t]{_B}no{_B}(?:cover|branch)\b", re.I),
    "nosec": re.compile(rf"#{_B}nosec\b", re.I),
}
_STARTS = ("#",)
WHOLE_FILE = frozenset({"noqa for a file"})


# One of these words stands in every marker: a text without any is not looked at further.
_WORDS = (b"noqa", b"nosec", b"nolint", b"ignore", b"disable", b"pragma", b"skip-file", b"allow", b"ruff:")


def places(content: bytes) -> dict[str, list[int]]:
    """The lines (from 1) of all markers in a text; a marker that is not there is no key."""
    folded = content.lower()
    if not any(word in folded for word in _WORDS):
        return {}
    found: dict[str, list[int]] = {}
    for number, line in enumerate(content.decode("utf-8", errors="replace").split("\n"), 1):
        if any(sign in line for sign in _STARTS):
            for marker, pattern in MARKERS.items():
                found.setdefault(marker, []).extend(number for _ in pattern.finditer(line))
    return {marker: lines for marker, lines in found.items() if lines}
