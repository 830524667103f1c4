"""The comments with which a project silences a tool, found in the text itself (V8).

Every pattern begins with a fixed text and repeats nothing without a bound, so the time is linear in the text.
A marker inside a string counts as well: the tools themselves differ about it, and we count rather too many.
"""

import re
from collections.abc import Iterator, Mapping

_B = r"[ \t]{0,8}"
_C = rf"(?://|/\*){_B}"
MARKERS: Mapping[str, re.Pattern[str]] = {
    "noqa": re.compile(rf"#{_B}(?:noqa\b|ruff:{_B}(?:ignore|disable)\b)", re.I),
    "noqa for a file": re.compile(rf"#{_B}(?:(?:ruff|flake8)[:=]{_B}noqa\b|ruff:{_B}file-ignore\b)", re.I),
    "type: ignore": re.compile(rf"#{_B}(?:type:{_B}ignore\b|(?:pyright|mypy|ty):{_B}ignore\b)", re.I),
    "pylint: disable": re.compile(rf"#{_B}pylint:{_B}(?:disable|skip-file)", re.I),
    "pragma: no cover": re.compile(rf"#{_B}pragma[: \t]{_B}no{_B}(?:cover|branch)\b", re.I),
    "nosec": re.compile(rf"#{_B}nosec\b", re.I),
    "no-cython-lint": re.compile(rf"#{_B}no-cython-lint"),
    "NOLINT": re.compile(r"\b(?:NOLINT(?:NEXTLINE|BEGIN)?|LINT_(?:C|KERNEL)_FILE)\b"),
    "flawfinder: ignore": re.compile(rf"\b(?:flawfinder|rats|its4):{_B}ignore\b", re.I),
    "fortitude allow": re.compile(rf"!{_B}allow{_B}\(", re.I),
    "shellcheck disable": re.compile(rf"#{_B}shellcheck[ \t][^#\n]{{0,200}}?\bdisable="),
    "hadolint ignore": re.compile(rf"#{_B}hadolint{_B}(?:global{_B})?ignore{_B}="),
    "eslint-disable": re.compile(rf"{_C}(?:eslint|oxlint)-disable"),
    "ts-ignore": re.compile(rf"{_C}@ts-(?:ignore|nocheck|expect-error)\b"),
    "nolint for R": re.compile(rf"#{_B}nolint\b"),
    "jarl-ignore": re.compile(rf"#{_B}jarl-ignore\b"),
    "yamllint disable": re.compile(rf"#{_B}yamllint{_B}disable"),
    "zizmor: ignore": re.compile(rf"#{_B}zizmor:{_B}ignore\["),
    "markdownlint-disable": re.compile(rf"<!--{_B}(?:markdownlint|rumdl)-(?:disable|configure)"),
}
WHOLE_FILE = frozenset({"noqa for a file"})
# These stand above the line that they are about.
_ABOVE = frozenset({"shellcheck disable", "hadolint ignore", "jarl-ignore", "fortitude allow"})

# One of these words stands in every marker: a line without any is not looked at further.
_WORDS = (b"noqa", b"nosec", b"nolint", b"ignore", b"disable", b"pragma", b"skip-file", b"allow", b"-configure",
          b"@ts-", b"cython-lint", b"lint_c_file", b"lint_kernel_file")  # fmt: skip


def places(content: bytes) -> dict[str, list[int]]:
    """The lines (from 1) that all markers in a text are about; a marker that is not there is no key."""
    found: dict[str, list[int]] = {}
    for number, line in _promising(content):
        text = line.decode("utf-8", errors="replace")
        for marker, pattern in MARKERS.items():
            found.setdefault(marker, []).extend(number + (marker in _ABOVE) for _ in pattern.finditer(text))
    return {marker: lines for marker, lines in found.items() if lines}


def _promising(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that hold one of the words, with their numbers; most texts have few, and only those are cut out."""
    folded = content.lower()
    lines: dict[int, int] = {}
    for word in _WORDS:
        at = folded.find(word)
        while at >= 0:
            end = folded.find(b"\n", at)
            end = len(folded) if end < 0 else end
            lines[folded.rfind(b"\n", 0, at) + 1] = end
            at = folded.find(word, end)
    number, before = 1, 0
    for start in sorted(lines):
        number += content.count(b"\n", before, start)
        before = start
        yield number, content[start : lines[start]]
