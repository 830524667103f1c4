"""Blanks that were never filled and terms that take rights back, in the text of a licence file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import attrs

from criteria.licences.index import Word, approved

MAXIMUM = 20  # places reported per file

# Inside brackets, or on the line of a copyright notice, these words are a form and no name.
_BLANK = re.compile(
    r"(?i)[\[<{]{1,2}[^\S\n]{0,3}(?:(?:insert|enter|your|the)[^\S\n]+)?"
    r"(?:years?|y{4}|date|full[ _-]?name|(?:first|last)[ _-]?name|name|names? of[^\]>}\n]{1,60}|your[^\]>}\n]{1,40}"
    r"|copyright[ _-]?(?:holders?|owners?|year)|owners?|holders?|authors?(?:[ _-]?names?)?|owner organization name"
    r"|(?:organi[sz]ation|company|project|program)(?:[ _-]?name)?|e-?mail|description)"
    r"[^\S\n]{0,3}[\]>}]{1,2}"
)
_NOTICE_BLANK = re.compile(
    r"(?im)^[^\w\n]{0,12}(?:copyright|\(c\)|©)[^\n]{0,80}?"
    r"(\bYYYY\b|\b(?-i:YEAR)\b|\b20XX\b|\byour (?:full )?name\b|\bname of (?:the )?author\b"
    r"|\b(?-i:FULL ?NAME)\b|\b(?-i:TODO|FIXME)\b)"
)

_PURPOSE = (
    r"(?:academic|research|educational|education|evaluation|personal|internal|teaching|scientific|private|non profit"
    r"|nonprofit|hobby|student)"
)
_FIELD = r"(?:military|weapons?|warfare|surveillance|nuclear|defen[cs]e|commercial|commercially|production|profit)"
_NO = r"(?:not|never|no|nor|cannot|prohibited|forbidden|excluded)"
_ANY = r"(?:\w+ ){0,6}"
_RIDERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:non commercial|noncommercial)(?: use| uses| purposes?| research| only| academic| educational)?\b",
        rf"\b{_PURPOSE} (?:(?:and|or|use|purposes?|\w+) ){{0,4}}only\b",
        rf"\b(?:only|solely|exclusively|restricted|limited) (?:be |used )*(?:for|to|in) (?:\w+ ){{0,2}}{_PURPOSE}\b",
        rf"\b{_NO} {_ANY}for (?:\w+ ){{0,2}}{_FIELD}\b",
        rf"\b{_FIELD} (?:use|uses|usage|purposes?|applications?) (?:\w+ ){{0,3}}(?:{_NO}|requires?|needs?)\b",
        rf"\b{_NO} {_ANY}(?:permitted|allowed|granted) {_ANY}{_FIELD}\b",
        r"\b(?:may|must|shall|can|should|is|are|will) not be used (?:for|in|by|on|to train)\b",
        r"\bcommons clause\b",
        r"\bnot (?:include )?(?:and the license does not )?grant(?: to)?(?: you)? the right to sell\b",
        r"\b(?:may|must|shall|can) ?not (?:be )?(?:sell|sold|resell|resold)\b",
        r"\bnot for (?:sale|resale)\b",
        r"\b(?:may|must|shall|can) not (?:redistribute|distribute|modify|copy|make derivative works)\b(?! \w+ ?except)",
        r"\b(?:redistribution|modification|derivative works?) (?:is|are) (?:strictly )?(?:not|prohibited|forbidden)\b",
        r"\bno derivatives\b|\bnoderivatives\b",
        r"\bshall be used for good not evil\b",
    )
)
_NC = r"(?:non commercial|noncommercial)"
_BOTH = re.compile(
    rf"\bcommercial (?:and|or) (?:\w+ )?{_NC}\b|\b{_NC} (?:\w+ )?(?:and|or|as well as) (?:\w+ )?commercial\b"
)
_HARMLESS = re.compile(r"\bnot be used in advertising\b")
_REVERSALS = frozenset({"not", "never", "no", "except", "excluding", "unless", "only", "prohibited", "forbidden"})
_EDGE = 6  # words around a match that may belong to it
_CLOSED = re.compile(
    r"-(?:NC|ND)(?:-|$)|Noncommercial|^LicenseRef-(?:Proprietary|Commercial)|^(?:Commons-Clause|SSPL-|BUSL-|Elastic-|PolyForm-|Hippocratic-|JSON$|Aladdin$)"
)


@attrs.frozen
class Place:
    """A few words of the text and the line (from 1) where they stand."""

    text: str
    line: int


@attrs.frozen
class Original:
    """Where a licence stands (numbers of words), and any three words in a row of its true text."""

    first: int
    last: int
    neighbours: frozenset[tuple[str, ...]]


def find_placeholders(text: str, allowed: Sequence[tuple[int, int]]) -> Iterator[Place]:
    """Blanks of a form outside the allowed spans (the "how to apply" appendices, where they belong)."""
    found = {match.start(): match.group() for match in _BLANK.finditer(text)}
    for match in _NOTICE_BLANK.finditer(text):
        found.setdefault(match.start(1), match.group(1))
    outside = [at for at in sorted(found) if not any(start <= at <= end for start, end in allowed)]
    for at in outside[:MAXIMUM]:
        yield Place(found[at], text.count("\n", 0, at) + 1)


def find_riders(
    text: str, every: Sequence[Word], foreign: Sequence[bool], originals: Sequence[Original]
) -> Iterator[Place]:
    """Restricting terms that no recognised licence explains, and words that reverse one from inside."""
    phrases = list(_phrases(every, foreign))
    inserted = {span for one in originals for span in _reversals(every, foreign, one)}
    spans = [*phrases, *(span for span in inserted if not _touches(span, phrases))]
    for first, last in sorted(spans)[:MAXIMUM]:
        end = every[last].at + len(every[last].text)
        yield Place(" ".join(text[every[first].at : end].split()), text.count("\n", 0, every[first].at) + 1)


def restricts(ids: Sequence[str]) -> bool:
    """Whether a licence of the SPDX list itself forbids a kind of use, change or sale."""
    return not any(approved(id_) for id_ in ids) and any(_CLOSED.search(id_) for id_ in ids)


def _phrases(every: Sequence[Word], foreign: Sequence[bool]) -> Iterator[tuple[int, int]]:
    line = " ".join(word.text for word in every)
    starts: list[int] = []
    at = 0
    for word in every:
        starts.append(at)
        at += len(word.text) + 1
    free = [match.span() for pattern in (_BOTH, _HARMLESS) for match in pattern.finditer(line)]
    taken = -1
    hits = sorted((match.span() for pattern in _RIDERS for match in pattern.finditer(line)), key=lambda hit: hit)
    for start, end in hits:
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        harmless = _touches((start, end), free)
        if first > taken and not harmless and any(foreign[first : last + 1]):
            taken = last
            yield first, last


def _touches(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(first <= span[1] and span[0] <= last for first, last in others)


def _reversals(every: Sequence[Word], foreign: Sequence[bool], original: Original) -> Iterator[tuple[int, int]]:
    """A negation, with up to three words more, put between words that stand together in the licence."""
    for number in range(max(2, original.first - _EDGE), min(original.last + _EDGE, len(every) - 2)):
        if not foreign[number] or every[number].text not in _REVERSALS:
            continue
        before = (every[number - 2].text, every[number - 1].text)
        for after in range(number + 1, min(number + 5, len(every) - 1)):
            behind = (every[after].text, every[after + 1].text)
            if (*before, behind[0]) in original.neighbours and (before[1], *behind) in original.neighbours:
                yield number - 1, after
                break
