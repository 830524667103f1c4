"""Which lines of a file are new: git's own comparison of two texts, less what was only moved or indented anew."""

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs
import pygit2
from pygit2.enums import DiffOption

from criteria.changes.difference import Difference


@attrs.frozen
class Hunks:
    """Line numbers from 1. `new`: added lines that stood nowhere else before; `moved`: the other added ones, counted.

    `removed`: how many lines of the base are gone.
    """

    new: frozenset[int] = frozenset()
    moved: int = 0
    removed: int = 0


@attrs.frozen
class _Raw:
    added: tuple[int, ...]
    gone: tuple[str, ...]


def hunks(changed: Iterable[Difference]) -> dict[str, Hunks]:
    """By path, for all files of a change together: a line that left one file and came to another was moved.

    Each removed line accounts for one added line of the same text, whatever its indentation.
    """
    every = tuple(changed)
    raw = {one.path: _compared(one.old, one.new or "") for one in every if one.unread is None}
    gone = Counter(line for one in raw.values() for line in one.gone if line)
    result = {}
    for one in every:
        if one.path not in raw or one.new is None:
            continue
        lines = one.new.split("\n")
        new = frozenset(_not_moved(lines, raw[one.path].added, gone))
        result[one.path] = Hunks(new, len(raw[one.path].added) - len(new), len(raw[one.path].gone))
    return result


def _not_moved(lines: list[str], added: tuple[int, ...], gone: Counter[str]) -> Iterator[int]:
    for number in added:
        text = lines[number - 1].lstrip()
        if text and gone[text] > 0:
            gone[text] -= 1
        else:
            yield number


def _compared(old: str, new: str) -> _Raw:
    if old == new:
        return _Raw((), ())
    if not old or not new:
        # Nothing to compare. A text has as many lines as git counts: what follows the last newline is one if not empty.
        return _Raw(tuple(range(1, len(_lines(new)) + 1)), tuple(line.lstrip() for line in _lines(old)))
    # Whether it is a text was decided when it was read; git must not decide otherwise and compare nothing.
    patch = pygit2.Patch.create_from(_bytes(old), _bytes(new), flag=DiffOption.FORCE_TEXT, context_lines=0)
    before = old.split("\n")
    added: list[int] = []
    gone: list[str] = []
    for hunk in patch.hunks:
        added.extend(range(hunk.new_start, hunk.new_start + hunk.new_lines))
        gone.extend(line.lstrip() for line in before[hunk.old_start - 1 : hunk.old_start - 1 + hunk.old_lines])
    return _Raw(tuple(added), tuple(gone))


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")
