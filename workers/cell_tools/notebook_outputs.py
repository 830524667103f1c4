"""Whether a cell of a notebook said what is stored in it. Runs inside a cell of ours.

Compared: what was printed to stdout, plain-text results, and that the same kinds of rich output are there (images,
HTML, JavaScript: their bytes depend on fonts and versions, so presence counts). Not compared: stderr, which is full of
paths and versions, execution counts and metadata. Made alike first: addresses, dates and times of day, durations on
lines that speak of time, temporary paths, colours and overwritten progress lines.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from typing import Any

TEXT_LIMIT = 1 << 20  # characters of one cell that are compared
DIFF_LINES = 20
_ALIKE = (
    (re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]"), ""),
    (re.compile(r"\b0x[0-9a-fA-F]{4,16}\b"), "<address>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?\b"), "<date>"),
    (re.compile(r"\b\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?\b"), "<time>"),
    (re.compile(r"/tmp/[^\s'\",:;)\]]{1,300}"), "<path>"),  # noqa: S108 - a pattern, not a place to write
)
_OF_TIME = re.compile(r"\b(?:times?|elapsed|took|taken|duration|runtime|seconds|per loop|loops?|it/s|s/it)\b", re.I)
_NUMBER = re.compile(r"[-+]?(?:\d{1,40}\.\d{0,40}|\.\d{1,40}|\d{1,40})(?:[eE][-+]?\d{1,4})?")
_FLOAT = re.compile(
    r"[-+]?(?:\d{1,40}\.\d{0,40}(?:[eE][-+]?\d{1,4})?|\.\d{1,40}(?:[eE][-+]?\d{1,4})?|\d{1,40}[eE][-+]?\d{1,4})"
)


def difference(stored: Iterable[Any], got: Iterable[Any], rtol: float = 0.0) -> str:
    """A short diff, or nothing where both say the same; numbers with a point may differ by `rtol` of themselves."""
    before, after = plain_lines(stored), plain_lines(got)
    if before == after or (rtol and _close("\n".join(before), "\n".join(after), rtol)):
        return ""
    diff = list(difflib.unified_diff(before[:2000], after[:2000], "stored", "now", lineterm="", n=1))
    return "\n".join(line[:200] for line in diff[:DIFF_LINES]) or "the outputs differ after 2000 lines"


def plain_lines(outputs: Iterable[Any]) -> list[str]:
    """What counts of a cell's outputs, in order, as lines of text."""
    printed: list[str] = []
    shown: list[str] = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream" and output.get("name") == "stdout":
            printed.append(_text(output.get("text", "")))
        elif kind in ("execute_result", "display_data"):
            shown += _shown(output.get("data", {}))
        elif kind == "error":
            shown.append(f"<exception {output.get('ename', '')}>")
    return [*_alike("".join(printed)), *shown]


def exceptions(outputs: Iterable[Any]) -> list[str]:
    """The exceptions among the outputs, as `Name: words`."""
    return [
        f"{output.get('ename', '')}: {output.get('evalue', '')}"[:500]
        for output in outputs
        if output.get("output_type") == "error"
    ]


def _shown(data: Any) -> list[str]:
    lines: list[str] = []
    for kind in sorted(data):
        if kind in ("text/plain", "text/markdown"):
            lines += _alike(_text(data[kind]))
        else:
            lines.append(f"<{kind}>")
    return lines


def _text(text: Any) -> str:
    """nbformat keeps a text as one string or as a list of its lines."""
    return ("".join(map(str, text)) if isinstance(text, list) else str(text))[:TEXT_LIMIT]


def _alike(text: str) -> list[str]:
    lines = []
    for line in text.replace("\r\n", "\n").rstrip().split("\n") if text.strip() else ():
        last = line.rstrip("\r").rpartition("\r")[2].rstrip()  # a progress bar is what was drawn last
        for pattern, word in _ALIKE:
            last = pattern.sub(word, last)
        lines.append(_NUMBER.sub("<number>", last) if _OF_TIME.search(last) else last)
    return lines


def _close(before: str, after: str, rtol: float) -> bool:
    if _FLOAT.sub("<float>", before) != _FLOAT.sub("<float>", after):
        return False
    one, other = _FLOAT.findall(before), _FLOAT.findall(after)
    return all(math.isclose(float(one[i]), float(other[i]), rel_tol=rtol) for i in range(len(one)))
