"""The functions of a text of bare code: how long, how branched, with how many parameters."""

import re
from collections.abc import Iterator

import attrs

from criteria.shape.syntax import Syntax

MOST = 20_000  # functions of one file
_ENDS: dict[int, re.Pattern[bytes]] = {}
_NESTING = re.compile(rb"\n([ \t]{1,200})(?=\S)")


@attrs.frozen
class Function:
    """`lines` are lines of code, the line of definition included. `parameters` counts commas and one."""

    name: str
    lines: int
    complexity: int
    parameters: int
    opening: bytes  # the text of its definition, to find the line again


def functions(code: bytes, syntax: Syntax) -> Iterator[Function]:
    """Each function of bare code. One inside another counts for itself, and its branches for both.

    At most 20,000, and no more text than five times the code, however deep functions are nested.
    """
    left = 5 * len(code)
    for number, match in enumerate(syntax.function.finditer(code)):
        if number >= MOST or left < 0:
            return
        indent = len(match[1].expandtabs(8))
        end = _end(code, match.end(), indent)
        body = code[match.end() : end]
        left -= len(body)
        yield Function(
            name=match[2].decode("ascii", "replace"),
            lines=1 + body.rstrip().count(b"\n"),
            complexity=1 + len(syntax.branch.findall(body)),
            parameters=_parameters(code, match),
            opening=match[0].strip()[:160],
        )


def _end(code: bytes, start: int, indent: int) -> int:
    """Where the next line begins that is not indented deeper. A closing bracket belongs to what it closes."""
    pattern = _ENDS.get(indent)
    if pattern is None:
        spaces = min(indent, 80)
        less = rb"|\n[ ]{0,%d}[)\]}]" % (spaces - 1) if spaces else b""
        same = rb"\n(?:[ ]{0,%d}|\t{0,%d})[^\s)\]}{#]" % (spaces, spaces // 8)
        pattern = _ENDS[indent] = re.compile(same + less)
    found = pattern.search(code, start)
    return found.start() if found else len(code)


def _parameters(code: bytes, match: re.Match[bytes]) -> int:
    """Commas outside of inner brackets up to the closing one; at most 1,000 characters are looked at."""
    start = code.find(b"(", match.start(2), match.end() + 2)
    if start < 0:
        return 0
    depth, commas, some = 0, 0, False
    for byte in code[start : start + 1000]:
        if byte in b"([{":
            depth += 1
        elif byte in b")]}":
            depth -= 1
            if depth == 0:
                return commas + some
        elif depth == 1:
            commas += byte == 44
            some = some or byte > 32
    return commas + some
