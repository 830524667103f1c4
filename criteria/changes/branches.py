"""Branches that live long beside the main line, and how they are fed, merged and released.

Only branches whose name gives them a role are looked at: a branch of one change may be old, and is still no line.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs
import pygit2

from criteria.changes.mainline import References, commit_of, first_parents, tip
from criteria.changes.messages import read_message

NEXT, STABLE, SERIES = "next", "stable", "series"
MAX_NAMED, MAX_BRANCHES, MAX_COMMITS = 1_000, 12, 300
_DAY = 86_400

_ROLES = {
    NEXT: re.compile(r"^(?:develop(?:ment)?|devel|dev|next|staging|unstable|integration|edge)$", re.I),
    STABLE: re.compile(r"^(?:main|master|stable|production|prod|release|releases|live)$", re.I),
    # A number alone is often that of what the branch updates, such as flint-3.6.0: an x or a word makes it ours.
    SERIES: re.compile(
        r"^(?:(?:release|releases|rel|maint|maintenance|stable|backports?)[-/_])?v?\d{1,4}(?:\.(?:\d{1,4}|x)){1,3}$"
        r"|^(?:[A-Za-z][A-Za-z_]{0,30}[-/_])?v?\d{1,4}(?:\.\d{1,4}){0,2}(?:\.x|[-_.](?:stable|branch|maint))$",
        re.I,
    ),
}


@attrs.frozen
class Joint:
    """A place where two lines are one: `tagged` with a release, `aligned` when both held the same tree."""

    commit: str
    tagged: bool
    aligned: bool


@attrs.frozen
class Branch:
    """A line beside the main line.

    `changes`: commits on its own line of first parents, at most 300; `traced` of them are merges or name a change
    request; `days` is the time they span. `time` is that of its newest commit. `joints`: merges of the later line into
    the one that carries releases, newest first; for a line that is moved forward without merges, its last such place.
    """

    name: str
    role: str
    commit: str
    time: int
    changes: int
    traced: int
    days: int
    joints: tuple[Joint, ...] = ()


def long_lines(
    repository: pygit2.Repository,
    refs: References,
    main: str | None,
    line: Sequence[pygit2.Commit],
    releases: Mapping[str, str],
) -> tuple[Branch, ...]:
    """The branches with a role beside `line`, newest first. `releases`: release tags by the commit they stand on."""
    named = [(name, role) for name in refs.branches if name != main and (role := role_of(name))][:MAX_NAMED]
    heads = [(commit, name, role) for name, role in named if (commit := tip(repository, refs, name))]
    found = [(commit_of(repository, commit), name, role) for commit, name, role in heads]
    found.sort(key=lambda head: (-head[0].commit_time, head[1]))
    return tuple(_branch(repository, head, name, role, line, releases) for head, name, role in found[:MAX_BRANCHES])


def role_of(name: str) -> str | None:
    return next((role for role, pattern in _ROLES.items() if pattern.match(name)), None)


def _branch(
    repository: pygit2.Repository,
    head: pygit2.Commit,
    name: str,
    role: str,
    line: Sequence[pygit2.Commit],
    releases: Mapping[str, str],
) -> Branch:
    on_line = {commit.id: commit for commit in line}
    own, fork = [], None
    for commit in first_parents(repository, str(head.id), MAX_COMMITS):
        if commit.id in on_line:
            fork = commit
            break
        own.append(commit)
    into, from_ = (line, own) if role == NEXT else (own, line)
    joints = list(_merges(repository, into, {commit.id for commit in from_}, releases))
    if fork is not None and not joints and not (role == NEXT and own):
        joints = [Joint(str(fork.id), str(fork.id) in releases, True)]
    times = [commit.commit_time for commit in own]
    return Branch(
        name=name,
        role=role,
        commit=str(head.id),
        time=head.commit_time,
        changes=len(own),
        traced=sum(1 for commit in own if _traced(commit, name)),
        days=(max(times) - min(times)) // _DAY if times else 0,
        joints=tuple(joints[:50]),
    )


def _merges(
    repository: pygit2.Repository,
    into: Iterable[pygit2.Commit],
    from_: set[pygit2.Oid],
    releases: Mapping[str, str],
) -> Iterable[Joint]:
    for commit in into:
        other = next((parent for parent in commit.parent_ids[1:] if parent in from_), None)
        if other is not None:
            tagged = str(commit.id) in releases or str(other) in releases
            yield Joint(str(commit.id), tagged, commit_of(repository, other).tree_id == commit.tree_id)


def _traced(commit: pygit2.Commit, name: str) -> bool:
    text = (commit.raw_message or b"")[:10_000].decode("utf-8", errors="replace")
    merge = len(commit.parent_ids) > 1
    message = read_message(text, "", merge=merge, main=name)
    return not message.pull and (merge or message.linked)
