"""Terms that somebody added to a licence: those that surely restrict (riders), and those a person has to read.

All patterns read the words of the text in lower case with one blank between them, so that layout, punctuation and
emphasis hide nothing. Only words that no recognised licence explains can be part of a rider (A3).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import attrs

from criteria.licences.index import Word, approved
from criteria.licences.place import Place

MAXIMUM = 20  # places reported per file
_LONGEST = 25  # words quoted of one place

_ANY = r"(?:\w+ ){0,6}"
_NO = r"(?:not|never|no|nor|cannot|prohibited|forbidden|excluded)"
_BARRED = (
    r"(?:(?:strictly |expressly |hereby )?(?:prohibited|forbidden|excluded|disallowed|not "
    r"(?:be )?(?:permitted|allowed|granted|authori[sz]ed|licensed)))"
)
_PURPOSE = (
    r"(?:academic|research|educational|education|evaluation|personal|internal|teaching|scientific|private|non profit"
    r"|nonprofit|hobby|student|non military|civil|civilian|peaceful)"
)
_FIELD = (
    r"(?:military|weapons?|warfare|surveillance|nuclear|defen[cs]e|commercial|commercially|production|profit"
    r"|for profit)"
)
_USER = (
    r"(?:military|army|armies|armed forces|law enforcement|police|governments?|government agencies|compan(?:y|ies)"
    r"|corporations?|businesses|enterprises?|industry|(?:for profit|commercial) "
    r"(?:entit(?:y|ies)|organi[sz]ations?|users?|institutions?|customers|parties)|citizens|residents|nationals)"
)
_USED = r"(?:used|employed|deployed|exploited|utili[sz]ed|operated|run|applied|integrated|incorporated)"
_DEED = (
    r"(?:redistribution|re distribution|distribution|reproduction|duplication|copying|modifications?"
    r"|modified versions|derivative works?|derivatives|sublicensing|resale|sale)"
)
_MINE = r"(?:scientific|research|academic|university|students?|researchers?|educators?|personal|non profit|nonprofit)"
_RIDERS = (
    r"\b(?:non commercial|noncommercial)(?: use| uses| purposes?| research| only| academic| educational)?\b",
    rf"\b{_PURPOSE} (?:(?:and|or|use|purposes?|\w+) ){{0,4}}only\b",
    rf"\b(?:only|solely|exclusively|restricted|limited) (?:be |used )*(?:for|to|in) (?:\w+ ){{0,2}}{_PURPOSE}\b",
    rf"\b{_NO} {_ANY}for (?:\w+ ){{0,2}}{_FIELD}\b",
    rf"\bno {_FIELD} (?:or \w+ )?(?:use|uses|usage|purposes?|applications?|exploitation)\b",
    rf"\b{_FIELD} (?:use|uses|usage|purposes?|applications?|exploitation) (?:\w+ ){{0,3}}"
    rf"(?:{_NO}|{_BARRED}|requires?|needs?)\b",
    rf"\b{_NO} {_ANY}(?:permitted|allowed|granted) {_ANY}{_FIELD}\b",
    rf"\b(?:may|must|shall|can|should|will) ?not be {_USED} (?:by|for|in|on|within|to train|as training)\b",
    rf"\b(?:is|are) not (?:to be|allowed to be|permitted to be) {_USED} (?:by|for|in|on|within|to train)\b",
    rf"\buse (?:\w+ ){{0,3}}by (?:\w+ ){{0,5}}{_USER} (?:\w+ ){{0,4}}{_BARRED}\b",
    rf"\b{_USER} (?:\w+ ){{0,9}}(?:(?:may|must|shall|can) ?not use\b|are {_BARRED}\b)",
    rf"\b{_USER} (?:\w+ ){{0,9}}(?:may|must|shall|can) ?not (?:\w+ ){{0,2}}use\b",
    rf"\bfree (?:of charge )?(?:only )?for (?:\w+ )?(?:{_MINE}|academi\w+|educational|teaching|private|hobby\w*)\b",
    r"\b(?:need|needs|must|required|requires?|has|have) (?:to )?(?:obtain|purchase|buy|acquire|request|sign|hold)"
    r" (?:an? |the )?(?:\w+ ){0,3}licen[cs]e\b",
    rf"\b{_DEED} (?:\w+ ){{0,12}}(?:is|are) {_BARRED}\b",
    rf"\b{_DEED} (?:\w+ ){{0,6}}(?:may|must|shall|can) ?not be (?:\w+ )?(?:distributed|redistributed|published|sold)\b",
    r"\b(?:may|must|shall|can) ?not (?:be )?(?:sell|sold|resell|resold)\b|\bnot for (?:sale|resale)\b",
    r"\bnot (?:include )?(?:and the license does not )?grant(?: to)?(?: you)? the right to sell\b",
    r"\b(?:may|must|shall|can) ?not (?:redistribute|distribute|modify|copy|make derivative works)\b(?! \w+ ?except)",
    r"\b(?:do|does|will|shall|must|may|can) ?not (?:make|earn) (?:any )?(?:money|profits?)\b",
    r"\bno (?:part|portion) of (?:this|the) (?:\w+ ){1,3}(?:may|can|must|shall) be \w+",
    r"\bno (?:permission|rights?) (?:whatsoever )?(?:is|are) (?:hereby )?(?:given|granted)\b",
    r"\bproprietary and confidential\b|\bconfidential and proprietary\b|\btrade secrets? of\b",
    r"\bunauthori[sz]ed (?:\w+ ){0,3}(?:use|copying|distribution|reproduction|disclosure)\b",
    r"\b(?:licen[cs]e|permission)(?: \w+){0,3} (?:expires?|is revocable|(?:may|can) be (?:revoked|withdrawn))\b",
    r"\b(?:may|can|reserves? the right to) (?:revoke|withdraw|cancel)(?: \w+){0,3} (?:licen[cs]e|permission|rights)\b",
    r"\b(?:training data|train(?:ing)?|machine learning|artificial intelligence|language models?|ai)"
    rf" (?:\w+ ){{0,8}}(?:is|are|be) {_BARRED}\b",
    r"\bcommons clause\b|\bno derivatives\b|\bnoderivatives\b|\bshall be used for good not evil\b",
)  # fmt: skip
# The same in other languages: what is said with a licence text in English is not always in English.
_RIDERS_ABROAD = (
    r"\bnicht kommerziell\w*|\bnichtkommerziell\w*|\bkommerzielle\w* (?:nutzung|verwendung|zwecke\w*) (?:\w+ ){0,5}"
    r"(?:untersagt|verboten|nicht|ausgeschlossen)\b",
    r"\b(?:nur|ausschließlich|allein) (?:\w+ ){0,3}"
    r"(?:private\w*|wissenschaftliche\w*|akademische\w*|forschung\w*|lehre) ?"
    r"(?:zwecke\w*|nutzung|gebrauch|verwendung)?\b",
    r"\b(?:non commerciale?s?|(?:utilisation|usage|exploitation) commerciale? (?:\w+ ){0,3}"
    r"(?:interdite?|prohibée?|exclue?))\b",
    r"\b(?:uniquement|seulement|exclusivement|réservée?) (?:\w+ ){0,5}"
    r"(?:recherche|académiques?|pédagogiques?|enseignement)\b",
    r"\b(?:uso|fines|usos) no comercial(?:es)?\b|\bno comercial\b|\bprohibido (?:\w+ ){0,3}(?:uso )?comercial\b"
    r"|\buso comercial (?:\w+ ){0,2}(?:prohibido|no)\b",
    r"\b(?:solo|sólo|únicamente|exclusivamente) (?:\w+ ){0,4}"
    r"(?:académicos?|educativos?|investigación|personal(?:es)?)\b",
    r"\b(?:uso|fini|scopi) non commerciale?i?\b|\buso commerciale (?:\w+ ){0,2}(?:vietato|proibito)\b"
    r"|\bvietato (?:\w+ ){0,2}uso commerciale\b",
    r"\b(?:uso|fins) não comercia(?:l|is)\b|\buso comercial (?:\w+ ){0,2}(?:proibido|vedado)\b",
)
# Duties and reservations that may or may not restrict: a person has to read them.
_CONDITIONS = (
    r"\b(?:must|shall|have to|has to|required to|obliged to) (?:\w+ ){0,3}(?:cite|acknowledge|register|notify|inform"
    r"|contact|report|pay|donate|share|send)\b",
    r"\b(?:must|shall) (?:\w+ ){0,3}(?:citation|registration)\b",
    r"\bcommercial (?:users?|use|licen[cs]es?|licensing|entit(?:y|ies)|compan(?:y|ies)|parties|interests?)"
    r" (?:\w+ ){0,6}(?:contact|ask|write|e ?mail|negotiate)\b",
    r"\bno (?:\w+ )?patent (?:\w+ ){0,3}(?:granted|given)\b|\bno patent licen[cs]e\b",
    r"\bby (?:using|downloading|installing|accessing) (?:\w+ ){0,8}you (?:\w+ ){0,2}(?:agree|accept|consent)\b",
    r"\b(?:redistribut\w+|copied|commerciali[sz]\w+|deployed) (?:\w+ ){0,8}without (?:\w+ ){0,4}"
    r"(?:consent|permission|approval|authori[sz]ation)\b",
    rf"\b{_BARRED} (?:unless|without|except)\b",
    r"\b(?:in addition to|besides|subject to) (?:\w+ ){0,6}"
    r"(?:additional|further) (?:terms|conditions?|restrictions?)\b",
)
_PATTERNS = tuple(re.compile(pattern) for pattern in (*_RIDERS, *_RIDERS_ABROAD))
_DOUBTFUL = tuple(re.compile(pattern) for pattern in _CONDITIONS)
_NC = r"(?:non commercial|noncommercial)"
_BOTH = re.compile(
    rf"\bcommercial (?:and|or|as well as) (?:\w+ )?{_NC}\b|\b{_NC} (?:\w+ )?(?:and|or|as well as) (?:\w+ )?commercial\b"
)
_HARMLESS = re.compile(
    r"\bnot be used (?:in|for) (?:\w+ ){0,2}(?:advertising|publicity)\b|\bnot be used to (?:endorse|promote)\b"
    r"|\b(?:other|trademark|trade mark) (?:\w+ ){0,2}rights? (?:is|are) granted\b"
)
_REVERSALS = frozenset({"not", "never", "no", "except", "excluding", "unless", "only", "prohibited", "forbidden"})
_EDGE = 6  # words around a match that may belong to it
_CLOSED = re.compile(
    r"-(?:NC|ND)(?:-|$)|Noncommercial|^LicenseRef-(?:Proprietary|Commercial)|^(?:Commons-Clause|SSPL-|BUSL-|Elastic-|PolyForm-|Hippocratic-|JSON$|Aladdin$)"
)

Span = tuple[int, int]


@attrs.frozen
class Original:
    """Where a licence stands (numbers of words), and any three words in a row of its true text."""

    first: int
    last: int
    neighbours: frozenset[tuple[str, ...]]


@attrs.frozen
class Added:
    """What stands beside the recognised licences. `riders` restrict; `conditions` a person has to read."""

    riders: tuple[Place, ...] = ()
    conditions: tuple[Place, ...] = ()


def added_terms(text: str, every: Sequence[Word], foreign: Sequence[bool], originals: Sequence[Original] = ()) -> Added:
    """Terms that no recognised licence explains, and words that reverse one from inside."""
    line, starts = _joined(every)
    phrases = _hits(_PATTERNS, line, starts, foreign)
    inserted = {span for one in originals for span in _reversals(every, foreign, one)}
    riders = sorted([*phrases, *(span for span in inserted if not _touches(span, phrases))])
    known = _merged(riders)
    doubtful = [span for span in _hits(_DOUBTFUL, line, starts, foreign) if not _touches(span, known)]
    return Added(
        tuple(_place(text, every, span) for span in riders[:MAXIMUM]),
        tuple(_place(text, every, span) for span in doubtful[:MAXIMUM]),
    )


def restricts(ids: Sequence[str]) -> bool:
    """Whether a licence of the SPDX list itself forbids a kind of use, change or sale."""
    return not any(approved(id_) for id_ in ids) and any(_CLOSED.search(id_) for id_ in ids)


def _place(text: str, every: Sequence[Word], span: Span) -> Place:
    first, last = span[0], min(span[1], span[0] + _LONGEST)
    end = every[last].at + every[last].length
    return Place(" ".join(text[every[first].at : end].split()), text.count("\n", 0, every[first].at) + 1)


def _joined(every: Sequence[Word]) -> tuple[str, list[int]]:
    starts: list[int] = []
    at = 0
    for word in every:
        starts.append(at)
        at += len(word.text) + 1
    return " ".join(word.text for word in every), starts


def _hits(patterns: Sequence[re.Pattern[str]], line: str, starts: Sequence[int], foreign: Sequence[bool]) -> list[Span]:
    """Matches with a word of their own, in word numbers; of those that overlap the first."""
    free = _merged(match.span() for pattern in (_BOTH, _HARMLESS) for match in pattern.finditer(line))
    found: list[Span] = []
    taken = -1
    for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(line)):
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if first > taken and not _touches((start, end), free) and any(foreign[first : last + 1]):
            taken = last
            found.append((first, last))
    return found


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same stretches without overlap, in order, so that a text full of them is searched quickly."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether it has a place in common with one of the others, which are in order and do not overlap."""
    before = bisect_right(others, span[1], key=itemgetter(0)) - 1
    return before >= 0 and others[before][1] >= span[0]


def _reversals(every: Sequence[Word], foreign: Sequence[bool], original: Original) -> Iterator[Span]:
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
