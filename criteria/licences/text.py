"""Which licences of the SPDX list a text holds, by comparison of words: linear time, no pattern from outside."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import attrs

from criteria.licences.index import Reference, Word, family, index, left_out, words
from criteria.licences.terms import Original, Place, find_placeholders, find_riders, restricts

LIMIT = 256 * 1024  # characters; what follows is not read
SIMILARITY = 0.85  # least share of common words for a match

_RUN = 4  # words that must stand in the same order to count as common
_BAG = 0.75  # least share of a reference's vocabulary, and of its runs, for a closer look
_MANY = 64  # occurrences of one run that are looked at
_MOST = 100  # matches reported per text
_GAP = 0.5  # price of a foreign word inside a match
_SHORT = 1000  # words; blanks in a longer licence belong to its appendix
_APPENDIX = re.compile(r"(?i)how to apply|^[^\w\n]{0,12}(?:appendix|exhibit|schedule)\b", re.MULTILINE)

Span = tuple[int, int]


@attrs.frozen
class Match:
    """One licence found in a text.

    `id` is an SPDX id; for the GNU licences the family and version (`GPL-2.0`), for the text does
    not tell "only" from "or later". `ids` are all ids that share the words. `similarity` is the
    share of common words (Dice) in the matched part, `share` the part of the whole text it makes.
    """

    id: str
    ids: tuple[str, ...]
    similarity: float
    share: float
    line: int
    last_line: int
    restricts: bool = False  # the licence itself forbids a use, e.g. commercial use


@attrs.frozen
class Reading:
    """What a licence file says: its licences in order, blanks never filled, terms added to the licence."""

    matches: tuple[Match, ...] = ()
    placeholders: tuple[Place, ...] = ()
    riders: tuple[Place, ...] = ()
    words: int = 0
    truncated: bool = False


@attrs.frozen(eq=False)
class _Found:
    """A reference at a place: `covered` are the runs of common words, in word numbers of the compared text."""

    reference: Reference
    similarity: float
    score: float
    covered: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return self.covered[0][0], self.covered[-1][1]


def read_licence(text: str) -> Reading:
    """Recognise every licence in the text; never fails, and finds nothing in an empty or foreign text."""
    truncated, text = len(text) > LIMIT, text[:LIMIT]
    every = words(text)
    kept = _kept(text, every)
    found = _choose(_candidates(_numbers(every, kept)))[:_MOST]
    lines = [position for position, char in enumerate(text) if char == "\n"]
    foreign = [True] * len(every)
    for one in found:
        for start, end in one.covered:
            for number in kept[start:end]:
                foreign[number] = False
    matches = tuple(_match(one, every, kept, lines) for one in found)
    return Reading(
        matches=matches,
        placeholders=tuple(find_placeholders(text, list(_appendices(text, found, every, kept)))),
        riders=tuple(find_riders(text, every, foreign, _originals(found, kept))),
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


def _candidates(text: list[int]) -> Iterator[_Found]:
    """Every place where a reference is close enough, overlapping ones included."""
    bag = frozenset(text)
    runs: dict[tuple[int, ...], list[int]] = {}
    for position, run in enumerate(_runs(text)):
        places = runs.setdefault(run, [])
        if len(places) < _MANY:
            places.append(position)
    for reference in index().references:
        if len(reference.bag & bag) < _BAG * len(reference.bag):
            continue
        own = list(_runs(reference.words))
        hits = [(at, place) for place, run in enumerate(own) for at in runs.get(run, ())]
        if len({place for _, place in hits}) >= (_BAG - 0.1) * len(own):
            yield from _places(reference, sorted(hits), Counter(own))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return zip(*(numbers[offset:] for offset in range(_RUN)), strict=False)


def _places(reference: Reference, hits: list[Span], occurrences: Counter[tuple[int, ...]]) -> Iterator[_Found]:
    once = [occurrences[run] == 1 for run in _runs(reference.words)]
    for part in _parts(hits, len(reference.words), once):
        best = _densest(part)
        covered = tuple(_union(at for at, _ in best))
        common = min(_length(covered), _length(_union(sorted(place for _, place in best))))
        length = covered[-1][1] - covered[0][0]
        similarity = 2 * common / (len(reference.words) + length)
        if similarity >= SIMILARITY:
            score = common - _GAP * (len(reference.words) + length - 2 * common)
            yield _Found(reference, similarity, score, covered)


def _parts(hits: list[Span], length: int, once: Sequence[bool]) -> Iterator[list[Span]]:
    """Cut where the text is silent about the reference for long, or starts it anew.

    `once` tells which places of the reference hold words that it has nowhere else.
    """
    silence = max(40, min(300, length // 2))
    part: list[Span] = []
    furthest = 0
    for at, place in hits:
        restart = once[place] and furthest > 0.8 * length and place < 0.1 * length
        if part and (at - part[-1][0] > silence or restart):
            yield part
            part, furthest = [], 0
        part.append((at, place))
        furthest = max(furthest, place if once[place] else 0)
    if part:
        yield part


def _densest(part: list[Span]) -> list[Span]:
    """The stretch with most common and fewest foreign words (largest sum of a subsequence).

    Words that repeat a place of the reference count as foreign: they belong to another text.
    """
    score, start, last = 0, 0, 0
    best = (0, 0, 0)
    seen: set[int] = set()
    number = 0
    for at, group in groupby(part, key=itemgetter(0)):
        places = [place for _, place in group]
        step = min(_RUN, at - last) if score > 0 else _RUN
        score -= max(0, at - last - _RUN)
        if score <= 0:
            score, start, step = 0, number, _RUN
            seen.clear()
        fresh = next((place for place in places if place not in seen), None)
        score += -step if fresh is None else step
        seen.add(places[0] if fresh is None else fresh)
        number += len(places)
        last = at
        if score > best[0]:
            best = (score, start, number)
    return part[best[1] : best[2]]


def _union(starts: Iterator[int] | list[int]) -> list[Span]:
    """The words that runs from these (sorted) starts cover."""
    spans: list[Span] = []
    for start in starts:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], start + _RUN))
        else:
            spans.append((start, start + _RUN))
    return spans


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _choose(candidates: Iterator[_Found]) -> list[_Found]:
    """The best explanation of each part of the text, in the order of the text."""
    chosen: list[_Found] = []
    for one in sorted(candidates, key=lambda one: (-one.score, one.reference.ids)):
        start, end = one.span
        shared = sum(max(0, min(end, other.span[1]) - max(start, other.span[0])) for other in chosen)
        if shared < 0.3 * (end - start):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.span)


def _match(one: _Found, every: Sequence[Word], kept: Sequence[int], lines: Sequence[int]) -> Match:
    start, end = (every[kept[position]].at for position in (one.span[0], one.span[1] - 1))
    ids = family(one.reference.id) or one.reference.ids
    return Match(
        id=one.reference.id,
        ids=ids,
        similarity=round(one.similarity, 3),
        share=round(_length(one.covered) / len(kept), 3),
        line=bisect_right(lines, start) + 1,
        last_line=bisect_right(lines, end) + 1,
        restricts=restricts(ids),
    )


def _appendices(text: str, found: list[_Found], every: Sequence[Word], kept: Sequence[int]) -> Iterator[Span]:
    """Where blanks are part of the licence: "how to apply" texts, and licences too long to be a form."""
    for one in found:
        start, end = every[kept[one.span[0]]].at, every[kept[one.span[1] - 1]].at
        if len(one.reference.words) >= _SHORT:
            yield start, len(text) if one is found[-1] else end
        elif heading := _APPENDIX.search(text, start, end):
            yield heading.start(), end


def _originals(found: list[_Found], kept: Sequence[int]) -> list[Original]:
    spelled = list(index().vocabulary)  # in the order of their numbers
    references = {one.reference.id: one.reference.words for one in found}
    neighbours = {
        id_: frozenset(
            (spelled[first], spelled[second], spelled[third])
            for first, second, third in zip(numbers, numbers[1:], numbers[2:], strict=False)
        )
        for id_, numbers in references.items()
    }
    return [Original(kept[one.span[0]], kept[one.span[1] - 1], neighbours[one.reference.id]) for one in found]
