"""Counts over all commits of a history. What was counted up to a commit is remembered, and later commits are added."""

from collections import Counter
from collections.abc import Set
from typing import Any, Self

import attrs
import pygit2

from criteria.cache import Cache, key_of
from criteria.errors import CriteriaError
from criteria.facts import code_digest
from criteria.memo import COMMITS
from criteria.printable import printable
from criteria.snapshot import CommitInfo, Snapshot

MAX_COMMITS = 200_000
_BACK = 300  # first parents among which a remembered count is looked for
_GIT_BEGAN = 473_385_600  # 1 January 1985: no commit of today is older, imports included
_DAY = 86_400
_GRAFTED = "a file of grafts gives commits other parents than they name; assess a clone without info/grafts"
_LONGEST = 254  # characters of a name or an address
Span = tuple[int | None, int | None]


@attrs.define
class Tally:
    """Times are seconds since the epoch, UTC. `days`: commits by the day on which they were committed."""

    count: int = 0
    merges: int = 0
    ahead: int = 0  # written more than a day after they were committed
    ancient: int = 0  # dated before 1985
    authors: Counter[tuple[str, str]] = attrs.field(factory=Counter)  # by name and address, as the commits say
    days: Counter[int] = attrs.field(factory=Counter)
    author_times: Span = (None, None)
    commit_times: Span = (None, None)
    first: tuple[bool, int, str] | None = None  # has parents, when it was committed, its id: the least of all

    @property
    def oldest(self) -> str | None:
        """The earliest commit without parents; without any, for want of the rest, the earliest."""
        return self.first[2] if self.first else None

    def add(self, commit: CommitInfo) -> None:
        self.count += 1
        self.merges += len(commit.parents) > 1
        self.ahead += commit.author.time > commit.committer_time + _DAY
        self.ancient += commit.author.time < _GIT_BEGAN or commit.committer_time < _GIT_BEGAN
        self.authors[commit.author.name[:_LONGEST], commit.author.email[:_LONGEST]] += 1
        self.days[commit.committer_time // _DAY] += 1
        age = (bool(commit.parents), commit.committer_time, commit.id)
        self.first = min(self.first or age, age)
        self.author_times = _widened(self.author_times, commit.author.time)
        self.commit_times = _widened(self.commit_times, commit.committer_time)

    def after(self, time: int) -> int:
        """Commits dated later than the day after `time`."""
        return sum(count for day, count in self.days.items() if day > time // _DAY + 1)

    def stored(self) -> dict[str, Any]:
        authors = [[*author, count] for author, count in sorted(self.authors.items())]
        return {**attrs.asdict(self, recurse=False), "authors": authors, "days": sorted(self.days.items())}

    @classmethod
    def restored(cls, data: dict[str, Any]) -> Self:
        authors = Counter({(name, mail): count for name, mail, count in data["authors"]})
        times = {name: data[name] and tuple(data[name]) for name in ("author_times", "commit_times", "first")}
        return cls(**{**data, **times, "authors": authors, "days": Counter(dict(data["days"]))})


@attrs.frozen
class Walk:
    """`ancestors`: all commits of the history, or None where they were not all walked. `broken`: why it stopped."""

    tally: Tally
    ancestors: Set[str] | None
    broken: str | None


def walked(snapshot: Snapshot, cache: Cache) -> Walk:
    """Walks the commits that are not yet counted."""
    tally, known, tagged = _remembered(snapshot, cache)
    new: set[str] = set()
    broken = _GRAFTED if snapshot.grafted else None
    try:
        for commit in snapshot.commits(MAX_COMMITS - tally.count, known):
            tally.add(commit)
            new.add(commit.id)
    except (pygit2.GitError, KeyError, ValueError, LookupError) as error:
        broken = f"after {tally.count} commits the history cannot be read: {printable(str(error))}"
    targets = _targets(snapshot)
    ancestors: Set[str] | None = new if known is None else (new | tagged[True])
    if known is not None and not targets <= new | tagged[True] | tagged[False]:
        ancestors = None  # a tag that was not there then: only a whole walk tells where it belongs
    if broken is None and ancestors is not None and not snapshot.shallow and tally.count < MAX_COMMITS:
        found = {"tally": tally.stored(), "on": sorted(targets & ancestors), "off": sorted(targets - ancestors)}
        cache.put(COMMITS, {_key(snapshot.commit): found})
    return Walk(tally, ancestors, broken)


def _remembered(snapshot: Snapshot, cache: Cache) -> tuple[Tally, str | None, dict[bool, set[str]]]:
    """The count of the nearest first parent that has one, its commit, and which tagged commits were on its history."""
    line = list(snapshot.first_parents(_BACK))
    found = cache.get(_key(commit) for commit in line)
    for commit in line:
        data = found.get(_key(commit))
        if data is not None and not snapshot.shallow:
            try:
                return Tally.restored(data["tally"]), commit, {True: set(data["on"]), False: set(data["off"])}
            except (TypeError, ValueError, LookupError):  # whoever wrote this, it was not us
                cache.distrust(COMMITS)
                break
    return Tally(), None, {}


def _key(commit: str) -> bytes:
    return key_of(COMMITS, code_digest(), commit)


def _targets(snapshot: Snapshot) -> set[str]:
    try:
        return {tag.commit for tag in snapshot.tags(frozenset())}
    except (pygit2.GitError, KeyError, ValueError, LookupError, CriteriaError):
        return set()


def _widened(span: Span, time: int) -> Span:
    low, high = span
    return (time if low is None else min(low, time)), (time if high is None else max(high, time))
