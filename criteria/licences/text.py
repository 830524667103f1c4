"""Which licences of the SPDX list a text holds, by comparison of words: linear time, no pattern from outside."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import attrs

from criteria.licences.alignment import Found, Span, find_references, length
from criteria.licences.blanks import find_blanks
from criteria.licences.index import Word, family, index, left_out, words
from criteria.licences.place import Place
from criteria.licences.riders import Original, added_terms, restricts
from criteria.licences.typeset import plain_text

LIMIT = 256 * 1024  # characters; what follows is not read

_MOST = 100  # matches reported per text
_SHORT = 1000  # words; blanks in a longer licence belong to its appendix
_SHOWN = 8  # words quoted of a passage that is absent
_APPENDIX = re.compile(r"(?i)how to apply|^[^\w\n]{0,12}(?:appendix|exhibit|schedule)\b", re.MULTILINE)


@attrs.frozen
class Match:
    """One licence found in a text.

    `id` is an SPDX id; for the GNU licences the family and version (`GPL-2.0`), for the text does
    not tell "only" from "or later". `ids` are all ids that share the words. `similarity` is the
    share of common words (Dice) in the matched part, `share` the part of the whole text it makes.
    `missing` words in a row of its terms are absent, beginning with `lacks`.
    """

    id: str
    ids: tuple[str, ...]
    similarity: float
    share: float
    line: int
    last_line: int
    restricts: bool = False  # the licence itself forbids a use, e.g. commercial use
    missing: int = 0
    lacks: str = ""


@attrs.frozen
class Reading:
    """What a licence file says: its licences in order, blanks never filled, terms added to the licence.

    `riders` surely restrict, `conditions` a person has to read.
    """

    matches: tuple[Match, ...] = ()
    placeholders: tuple[Place, ...] = ()
    riders: tuple[Place, ...] = ()
    conditions: tuple[Place, ...] = ()
    words: int = 0
    truncated: bool = False


def read_licence(text: str) -> Reading:
    """Recognise every licence in the text; never fails, and finds nothing in an empty or foreign text."""
    truncated, text = len(text) > LIMIT, plain_text(text[:LIMIT])
    every = words(text)
    kept = _kept(text, every)
    found = find_references(_numbers(every, kept), _MOST)
    lines = [position for position, char in enumerate(text) if char == "\n"]
    foreign = [True] * len(every)
    for one in found:
        for start, end in one.covered:
            for number in kept[start:end]:
                foreign[number] = False
    matches = tuple(_match(one, every, kept, lines) for one in found)
    added = added_terms(text, every, foreign, _originals(found, kept))
    return Reading(
        matches=matches,
        placeholders=tuple(find_blanks(text, list(_appendices(text, found, every, kept)))),
        riders=added.riders,
        conditions=added.conditions,
        words=len(every),
        truncated=truncated,
    )


def _kept(text: str, every: Sequence[Word]) -> list[int]:
    """The numbers of the words that a comparison counts."""
    starts = [word.at for word in every]
    kept = [True] * len(every)
    for start, end in left_out(text):
        for number in range(bisect_left(starts, start), bisect_left(starts, end)):
            kept[number] = False
    return [number for number, keep in enumerate(kept) if keep]


def _numbers(every: Sequence[Word], kept: Sequence[int]) -> list[int]:
    vocabulary = index().vocabulary
    return [vocabulary.get(every[number].text, -1) for number in kept]


def _match(one: Found, every: Sequence[Word], kept: Sequence[int], lines: Sequence[int]) -> Match:
    start, end = (every[kept[position]].at for position in (one.span[0], one.span[1] - 1))
    ids = family(one.reference.id) or one.reference.ids
    return Match(
        id=one.reference.id,
        ids=ids,
        similarity=round(one.similarity, 3),
        share=round(length(one.covered) / len(kept), 3),
        line=bisect_right(lines, start) + 1,
        last_line=bisect_right(lines, end) + 1,
        restricts=restricts(ids),
        missing=one.absent[1] - one.absent[0],
        lacks=_spelled(one.reference.words[one.absent[0] : one.absent[1]][:_SHOWN]),
    )


def _spelled(numbers: Sequence[int]) -> str:
    return " ".join(_vocabulary()[number] for number in numbers)


@cache
def _vocabulary() -> tuple[str, ...]:
    """The words in the order of their numbers."""
    return tuple(index().vocabulary)


def _appendices(text: str, found: list[Found], every: Sequence[Word], kept: Sequence[int]) -> Iterator[Span]:
    """Where blanks are part of the licence: "how to apply" texts, and licences too long to be a form."""
    for one in found:
        start, end = every[kept[one.span[0]]].at, every[kept[one.span[1] - 1]].at
        if len(one.reference.words) >= _SHORT:
            yield start, len(text) if one is found[-1] else end
        elif heading := _APPENDIX.search(text, start, end):
            yield heading.start(), end


def _originals(found: list[Found], kept: Sequence[int]) -> list[Original]:
    spelled = _vocabulary()
    references = {one.reference.id: one.reference.words for one in found}
    neighbours = {
        id_: frozenset(
            (spelled[first], spelled[second], spelled[third])
            for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False)
        )
        for id_, numbers in references.items()
    }
    return [Original(kept[one.span[0]], kept[one.span[1] - 1], neighbours[one.reference.id]) for one in found]
