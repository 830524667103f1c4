"""The numbers by which deprecations name the change or issue that made them, in Python and Cython code."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import attrs

_CALL = re.compile(
    r"\b(?P<name>deprecation|deprecation_cython|deprecated_function_alias|deprecated_callable_import)"
    r"\([ \t\n]{0,200}(?:(?:issue|trac|ticket)(?:_number)?[ \t]{0,4}=[ \t]{0,4})?(?P<number>\d{1,9})\b"
)
_KEYWORD = re.compile(r"\b(?P<name>deprecation)[ \t]{0,4}=[ \t]{0,4}\(?[ \t\n]{0,200}(?P<number>\d{1,9})\b")


@attrs.frozen
class Deprecation:
    """`line`: where the number stands, from 1. `name`: the function or keyword that it is given to."""

    line: int
    name: str
    number: int


def deprecations(code: Sequence[str]) -> tuple[Deprecation, ...]:
    """Those of the lines of code, without strings and comments; a number may stand on a line of its own."""
    text = "\n".join(code)
    if "deprecat" not in text:
        return ()
    starts = [0]
    for line in code:
        starts.append(starts[-1] + len(line) + 1)
    found = (match for pattern in (_CALL, _KEYWORD) for match in pattern.finditer(text))
    return tuple(sorted(_read(found, starts), key=lambda one: (one.line, one.number)))


def _read(found: Iterator[re.Match[str]], starts: Sequence[int]) -> Iterator[Deprecation]:
    for match in found:
        yield Deprecation(bisect_right(starts, match.start("number")), match["name"], int(match["number"]))
