"""Where a text holds which texts of the SPDX list: runs of common words, placed without overlap, in linear time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import attrs

from criteria.licences.index import Reference, index

SIMILARITY = 0.85  # least share of common words for a match

_RUN = 4  # words that must stand in the same order to count as common
_BAG = 0.75  # least share of a reference's vocabulary, and of its runs, for a closer look
_MANY = 64  # occurrences of one run that are looked at
_GAP = 0.5  # price of a foreign word inside a match
_PASSAGE = 25  # words in a row whose absence from the middle of a licence changes it
_CUT = 0.1  # share of a licence, or _CUT_WORDS, whose absence at an end means that the text was cut
_CUT_WORDS = 130

Span = tuple[int, int]


@attrs.frozen(eq=False)
class Found:
    """A reference at a place: `covered` are the runs of common words, in word numbers of the compared text.

    `absent` is the longest passage of the reference, in its own word numbers, whose absence changes the licence.
    """

    reference: Reference
    similarity: float
    score: float
    covered: tuple[Span, ...]
    absent: Span

    @property
    def span(self) -> Span:
        return self.covered[0][0], self.covered[-1][1]


def find_references(text: list[int], most: int) -> list[Found]:
    """The best explanation of each part of the text (numbers of words), in the order of the text."""
    return _choose(_candidates(text))[:most]


def _candidates(text: list[int]) -> Iterator[Found]:
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


def _places(reference: Reference, hits: list[Span], occurrences: Counter[tuple[int, ...]]) -> Iterator[Found]:
    once = [occurrences[run] == 1 for run in _runs(reference.words)]
    for part in _parts(hits, len(reference.words), once):
        best = _densest(part)
        covered = tuple(_union(at for at, _ in best))
        own = _union(sorted(place for _, place in best))
        common = min(length(covered), length(own))
        extent = covered[-1][1] - covered[0][0]
        similarity = 2 * common / (len(reference.words) + extent)
        if similarity >= SIMILARITY:
            score = common - _GAP * (len(reference.words) + extent - 2 * common)
            yield Found(reference, similarity, score, covered, _absent(own, reference.body))


def _absent(own: Sequence[Span], body: int) -> Span:
    """The longest gap between the spans of a reference's terms, where it is too long for a name or a heading."""
    longest = (0, 0)
    edge = 0
    for start, end in (*own, (body, body)):
        first, last = edge, min(start, body)
        at_an_end = first == 0 or last == body
        least = min(_CUT_WORDS, max(_PASSAGE, _CUT * body)) if at_an_end else _PASSAGE
        if last - first >= max(least, longest[1] - longest[0]):
            longest = (first, last)
        edge = end
    return longest


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


def length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _choose(candidates: Iterator[Found]) -> list[Found]:
    """The best explanation of each part of the text, in the order of the text."""
    chosen: list[Found] = []
    for one in sorted(candidates, key=lambda one: (-one.score, one.reference.ids)):
        start, end = one.span
        shared = sum(max(0, min(end, other.span[1]) - max(start, other.span[0])) for other in chosen)
        if shared < 0.3 * (end - start):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.span)
