"""The line of first parents behind a commit, and the branches and tags beside it, read from git objects."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import attrs
import pygit2
from pygit2.enums import RepositoryOpenFlag, SortMode

from criteria.snapshot import Snapshot

MAX_TAGS = 20_000  # looked at, in the order of their names
MAX_PATHS = 2_000  # of one change; more is an import and not looked into
# Heads that a branch had before, as the keeper of the repository remembered them: NAMESPACE/BRANCH/COMMIT.
REMEMBERED = "refs/assay/heads/"
_HEADS, _ORIGIN, _TAGS = "refs/heads/", "refs/remotes/origin/", "refs/tags/"
_REQUEST = re.compile(r"^refs/(?:pull|merge-requests|pull-requests)/(\d{1,9})/(?:head|merge|from)$")
_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\0]+)\0(.{20})", re.DOTALL)
_FOLDER, _SUBMODULE = b"40000", b"160000"
_TREES = 20_000  # trees that are kept at a time

_Entry = tuple[bytes, bytes, bytes]  # mode, name, id
_ERRORS = (pygit2.GitError, KeyError, ValueError)


def open_repository(snapshot: Snapshot) -> pygit2.Repository:
    return pygit2.Repository(str(snapshot.repository), RepositoryOpenFlag.NO_SEARCH)


def commit_of(repository: pygit2.Repository, id_: str | pygit2.Oid) -> pygit2.Commit:
    """The commit with that id; KeyError where there is none."""
    found = repository[id_]
    if not isinstance(found, pygit2.Commit):
        raise KeyError(f"{id_} is no commit")
    return found


def first_parents(repository: pygit2.Repository, commit: str, limit: int) -> Iterator[pygit2.Commit]:
    """The commit, its first parent, and so on, at most `limit` of them."""
    walker = repository.walk(commit, SortMode.NONE)
    walker.simplify_first_parent()
    return islice(walker, limit)


@attrs.frozen
class References:
    """What stands in the repository beside the commit. `branches` are names without the `space` they stand in.

    `default` is the branch that HEAD, or the HEAD of origin, names. `remembered`: earlier heads by branch.
    """

    space: str
    branches: tuple[str, ...]
    default: str | None
    tags: Mapping[str, tuple[str, ...]]  # commit -> names
    requests: frozenset[int]
    remembered: Mapping[str, tuple[str, ...]]


def references(repository: pygit2.Repository) -> References:
    """Those of origin where the repository has any: in a checkout the local ones are somebody's own."""
    names = sorted(_readable(repository.raw_listall_references()))
    space = _ORIGIN if any(name.startswith(_ORIGIN) for name in names) else _HEADS
    branches = tuple(name.removeprefix(space) for name in names if name.startswith(space) and name != _ORIGIN + "HEAD")
    tags: dict[str, tuple[str, ...]] = {}
    for name in [name for name in names if name.startswith(_TAGS)][:MAX_TAGS]:
        commit = _commit(repository, name)
        if commit is not None:
            tags[commit] = (*tags.get(commit, ()), name.removeprefix(_TAGS))
    remembered: dict[str, tuple[str, ...]] = {}
    for name in names:
        branch, _, commit = name.removeprefix(REMEMBERED).rpartition("/")
        if name.startswith(REMEMBERED) and branch:
            remembered[branch] = (*remembered.get(branch, ()), commit)
    return References(
        space=space,
        branches=branches,
        default=_default(repository, space, branches),
        tags=tags,
        requests=frozenset(int(match[1]) for name in names if (match := _REQUEST.match(name))),
        remembered=remembered,
    )


def tip(repository: pygit2.Repository, refs: References, branch: str | None) -> str | None:
    """Id of the commit at the head of a branch; None where there is none."""
    return _commit(repository, refs.space + branch) if branch in refs.branches else None


def _readable(names: Iterable[bytes]) -> Iterator[str]:
    """Names that are no UTF-8 cannot be asked for, and are no names that people use."""
    for name in names:
        with contextlib.suppress(UnicodeDecodeError):
            yield name.decode()


def _commit(repository: pygit2.Repository, name: str) -> str | None:
    try:
        return str(repository.references[name].peel(pygit2.Commit).id)
    except (*_ERRORS, pygit2.InvalidSpecError):
        return None  # it leads to no commit


def _default(repository: pygit2.Repository, space: str, branches: tuple[str, ...]) -> str | None:
    try:
        head = repository.references["HEAD" if space == _HEADS else _ORIGIN + "HEAD"]
        target = head.target if isinstance(head.target, str) else ""
    except _ERRORS:
        return None
    name = target.removeprefix(space)
    return name if name in branches else None


class Differences:
    """Which paths differ between two trees, by their ids alone. Trees are kept: neighbours on a line share them."""

    def __init__(self, repository: pygit2.Repository) -> None:
        self._repository = repository
        self._trees: dict[bytes, frozenset[_Entry]] = {}

    def paths(self, before: pygit2.Oid | None, after: pygit2.Oid) -> list[str] | None:
        """Changed, added and removed files, at most MAX_PATHS; None where there are more or a tree is missing."""
        found: list[str] = []
        stack: list[tuple[bytes | None, bytes | None, bytes]] = [(before.raw if before else None, after.raw, b"")]
        while stack:
            old, new, base = stack.pop()
            try:
                gone, come = self._entries(old), self._entries(new)
            except _ERRORS:
                return None
            pairs: dict[bytes, list[bytes | None]] = {}
            for side, entries in enumerate((gone - come, come - gone)):
                for mode, name, id_ in entries:
                    if mode == _FOLDER:
                        pairs.setdefault(name, [None, None])[side] = id_
                    elif mode != _SUBMODULE:
                        found.append((base + name).decode("utf-8", errors="surrogateescape"))
            stack += [(ids[0], ids[1], base + name + b"/") for name, ids in pairs.items()]
            if len(found) > 2 * MAX_PATHS or len(stack) > MAX_PATHS:
                return None
        paths = sorted(set(found))
        return paths if len(paths) <= MAX_PATHS else None

    def _entries(self, id_: bytes | None) -> frozenset[_Entry]:
        if id_ is None:
            return frozenset()
        entries = self._trees.get(id_)
        if entries is None:
            if len(self._trees) >= _TREES:
                self._trees.clear()
            entries = frozenset(_ENTRY.findall(self._repository.read(pygit2.Oid(raw=id_))[1]))
            self._trees[id_] = entries
        return entries
