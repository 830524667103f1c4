"""Whether the people whom the metadata name as authors are those whom the history shows.

Names are compared as people write them: without accents, in any case, `Family, Given` or `Given Family`, with given
names as initials, with or without middle names. What does not fit is a finding and proves nothing: who made the
software is more than who committed it, and an import or a squash loses names (A17).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

import attrs

_WORD = re.compile(r"[^\W\d_]+")
_MOST_LISTED = 500
# Letters that lose no accent when they are decomposed.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
# The same sounds, written with and without two letters.
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


class Committer(Protocol):
    """What history knows of a person; the .mailmap is applied already, bots are apart."""

    @property
    def name(self) -> str: ...
    @property
    def mail(self) -> str: ...
    @property
    def commits(self) -> int: ...


@attrs.frozen
class Contributor:
    """A person of the history, with the share of all commits by people."""

    name: str
    commits: int
    share: float


@attrs.frozen
class Authorship:
    """`unlisted` are main contributors whom no metadata name, `unseen` listed persons who made no commit.

    `matched` listed persons were found. `persons` tells whether any person is listed at all, and not only a group.
    """

    matched: tuple[str, ...]
    unlisted: tuple[Contributor, ...]
    unseen: tuple[str, ...]
    persons: bool


def compare_authors(listed: Sequence[str], people: Iterable[Committer], main_share: float) -> Authorship:
    """Compare listed persons with the people of the history, most commits first.

    `main_share` is the least share of commits, between 0 and 1, that makes a main contributor. People whose commits are
    spread over several addresses are added up by name.
    """
    found = _joined(people)
    total = sum(commits for _, commits in found) or 1
    names = [(name, _parts(name)) for name in dict.fromkeys(listed[:_MOST_LISTED])]
    known = [_parts(name) for name, _ in found]
    matched = tuple(name for name, parts in names if any(same_person(parts, other) for other in known))
    unlisted = tuple(
        Contributor(name, commits, round(commits / total, 3))
        for (name, commits), parts in zip(found, known, strict=True)
        if commits > main_share * total and not any(same_person(parts, other) for _, other in names)
    )
    return Authorship(matched, unlisted, tuple(name for name, _ in names if name not in matched), bool(names))


def folded_name(name: str) -> tuple[str, ...]:
    """The words of a name without accents, in lower case, given names first."""
    return _parts(name)


def same_person(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two names, in words, can be those of one person.

    All words of the shorter one are in the longer one, as words or as initials, one of them whole and of three letters
    or more. A single word has to be the whole name, or a user name made of the other's words.
    """
    short, long = sorted((tuple(first), tuple(second)), key=len)
    if not short:
        return False
    if short == long and len(short) > 1:
        return True
    if len(short) == 1:
        return _is_nickname(short[0], long)
    left = list(long)
    whole = False
    for word in sorted(short, key=len, reverse=True):
        hit = next((other for other in left if word == other or _plain(word) == _plain(other)), None)
        hit = hit or next((other for other in left if _is_initial(word, other)), None)
        if hit is None:
            return False
        left.remove(hit)
        whole = whole or (len(word) >= 3 and len(hit) >= 3)
    return whole


def _is_initial(word: str, other: str) -> bool:
    return min(len(word), len(other)) == 1 and word[0] == other[0]


def _is_nickname(word: str, name: Sequence[str]) -> bool:
    """`gomes`, `jgomes`, `jorgegomes` and `gomesj` for Jorge Gomes; a given name alone names many."""
    if len(name) == 1:
        return _plain(word) == _plain(name[0]) and len(word) > 2
    given, family = name[0], name[-1]
    made = {"".join(name), family + given, given[0] + family, family + given[0], given + family[0], given + family}
    return len(word) > 3 and (word in made or word == family)


def _parts(name: str) -> tuple[str, ...]:
    family, comma, given = name[:200].partition(",")
    words = _WORD.findall(_bare(f"{given} {family}" if comma else name[:200]))
    return tuple(words[:12])


def _bare(text: str) -> str:
    lowered = text.casefold().translate(_LETTERS)
    return "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))


def _plain(word: str) -> str:
    for two, one in _UMLAUTS:
        word = word.replace(two, one)
    return word


def _joined(people: Iterable[Committer]) -> list[tuple[str, int]]:
    """By folded name, most commits first."""
    counts: dict[tuple[str, ...], int] = {}
    names: dict[tuple[str, ...], str] = {}
    for person in people:
        key = _parts(person.name) or (person.mail,)
        names.setdefault(key, person.name or person.mail)
        counts[key] = counts.get(key, 0) + person.commits
    return sorted(((names[key], count) for key, count in counts.items()), key=lambda one: (-one[1], one[0]))
