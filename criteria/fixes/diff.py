"""Proposals as one unified diff that `git apply` takes: line ends, byte order marks and odd names stay as they are."""

import re
from collections.abc import Iterator

from criteria.fixes.proposal import Proposal

_CONTEXT = 3  # lines around a change
_SAFE = re.compile(rb"^[A-Za-z0-9_./+@=,~-]+$")
_ESCAPES = {7: b"\\a", 8: b"\\b", 9: b"\\t", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}
_UNFINISHED = b"\\ No newline at end of file\n"


def diff_of(proposal: Proposal) -> bytes:
    """The part of the diff for one file; empty where nothing changes."""
    if proposal.before == proposal.after:
        return b""
    path = proposal.path.encode("utf-8", errors="surrogateescape")
    old, new = _quoted(b"a/" + path), _quoted(b"b/" + path)
    head = b"diff --git " + old + b" " + new + b"\n"
    if proposal.before is None:
        head += b"new file mode 100644\n"
        old = b"/dev/null"
    if not (proposal.before or proposal.after):
        return head
    return head + b"--- " + old + b"\n+++ " + new + b"\n" + b"".join(_hunk(proposal.before or b"", proposal.after))


def _hunk(before: bytes, after: bytes) -> Iterator[bytes]:
    """One hunk around everything that differs: what is proposed lies close together."""
    old, new = _lines(before), _lines(after)
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - same
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    first = max(0, same - _CONTEXT)
    last_old, last_new = len(old) - tail, len(new) - tail
    trailing = old[last_old : last_old + _CONTEXT]
    counts = last_old + len(trailing) - first, last_new + len(trailing) - first
    yield b"@@ -%s +%s @@\n" % (_range(first, counts[0]), _range(first, counts[1]))
    yield from _marked(b" ", old[first:same])
    yield from _marked(b"-", old[same:last_old])
    yield from _marked(b"+", new[same:last_new])
    yield from _marked(b" ", trailing)


def _range(first: int, count: int) -> bytes:
    return b"%d,%d" % (first + 1 if count else first, count)


def _marked(mark: bytes, lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line if line.endswith(b"\n") else mark + line + b"\n" + _UNFINISHED


def _lines(content: bytes) -> list[bytes]:
    """Only the newline ends a line, as git sees it."""
    lines = content.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _quoted(path: bytes) -> bytes:
    """As git writes names that are not plain: in quotes, other bytes in octal."""
    if _SAFE.match(path):
        return path
    return b'"' + b"".join(_letter(byte) for byte in path) + b'"'


def _letter(byte: int) -> bytes:
    if byte in _ESCAPES:
        return _ESCAPES[byte]
    return bytes((byte,)) if 32 <= byte < 127 else b"\\%03o" % byte
