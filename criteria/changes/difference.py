"""The files in which two commits differ, with the text of both sides, from git objects alone.

Nothing is checked out and no filter, attribute or driver of the repository is asked. Everything is capped: a change may
be as large as a hostile project likes.
"""

from collections.abc import Iterator
from itertools import islice

import attrs
import pygit2
from pygit2.enums import DeltaStatus, DiffFind, RepositoryOpenFlag

from criteria.errors import SnapshotError
from criteria.snapshot import SUBMODULE, SYMLINK, CommitInfo, Snapshot

MAX_FILES = 3000  # of one change
MAX_FILE = 4 * 2**20  # bytes of one side of a file
MAX_BYTES = 64 * 2**20  # of both sides of all files
# Lines of one side of a file that stands on both, and of all such files: texts made to be slow to compare take about a
# second for so many, and a quarter of an hour for twenty times as many.
MAX_LINES, MAX_COMPARED = 100_000, 1_000_000
_RENAMES = 200  # added and deleted files that are compared with each other; more are matched by equal content alone
_BINARY = 8000  # bytes in which git looks for a zero byte


@attrs.frozen
class Difference:
    """A file that differs. `path` is that of the head, or of the base where the head has none (`new` is None then).

    `before`: its path in the base; None for a new one. `old` and `new` are empty where they were not read. `unread`:
    why. A link, a submodule and a file that is `binary`, with a zero byte, have no lines.
    """

    path: str
    before: str | None
    old: str = ""
    new: str | None = ""
    unread: str | None = None
    binary: bool = False


@attrs.frozen
class _Delta:
    """One entry of git's own comparison; an id is None where that side has no regular file."""

    path: str
    before: str | None
    old: str | None
    new: str | None
    deleted: bool


def differences(base: Snapshot, head: Snapshot) -> tuple[tuple[Difference, ...], str | None]:
    """The files that differ, by path, and why not all are there. Renamed files are one, not two."""
    repository = _opened(head)
    deltas = _deltas(repository, base.commit, head.commit)
    kept = list(islice(deltas, MAX_FILES + 1))
    cut = None
    if len(kept) > MAX_FILES:
        kept.pop()
        cut = f"the change touches more than {MAX_FILES:,} files, which is more than is looked at"
    reader = _Reader(repository)
    return tuple(sorted((reader.difference(delta) for delta in kept), key=lambda one: one.path)), cut


def commits_between(base: Snapshot, head: Snapshot, limit: int) -> tuple[CommitInfo, ...]:
    """The commits of the head that the base has not, newest first; at most `limit`."""
    try:
        return tuple(head.commits(limit, but=base.commit))
    except (pygit2.GitError, KeyError, ValueError) as error:
        raise SnapshotError("the commits of the change cannot be read; fetch the whole history") from error


def _opened(snapshot: Snapshot) -> pygit2.Repository:
    return pygit2.Repository(str(snapshot.repository), RepositoryOpenFlag.NO_SEARCH)


def _deltas(repository: pygit2.Repository, base: str, head: str) -> Iterator[_Delta]:
    try:
        old, new = (repository[id_].peel(pygit2.Commit).tree for id_ in (base, head))
        diff = old.diff_to_tree(new, context_lines=0)
        if len(diff) <= MAX_FILES and _moved_at_most(diff, _RENAMES):
            diff.find_similar(flags=DiffFind.FIND_RENAMES, rename_limit=_RENAMES)
        else:
            diff.find_similar(flags=DiffFind.FIND_RENAMES | DiffFind.FIND_EXACT_MATCH_ONLY)
        yield from map(_delta, diff.deltas)
    except (pygit2.GitError, KeyError, ValueError) as error:
        raise SnapshotError("the two commits cannot be compared: an object of them is missing or broken") from error


def _moved_at_most(diff: pygit2.Diff, most: int) -> bool:
    counts = {DeltaStatus.ADDED: 0, DeltaStatus.DELETED: 0}
    for delta in diff.deltas:
        if delta.status in counts:
            counts[DeltaStatus(delta.status)] += 1
    return max(counts.values()) <= most


def _delta(delta: pygit2.DiffDelta) -> _Delta:
    deleted, added = delta.status == DeltaStatus.DELETED, delta.status == DeltaStatus.ADDED
    before, after = _path(delta.old_file), _path(delta.new_file)
    return _Delta(
        path=before if deleted else after,
        before=None if added else before,
        old=None if added else _blob(delta.old_file),
        new=None if deleted else _blob(delta.new_file),
        deleted=deleted,
    )


def _path(file: pygit2.DiffFile) -> str:
    return bytes(file.raw_path).decode("utf-8", errors="surrogateescape")


def _blob(file: pygit2.DiffFile) -> str | None:
    return None if int(file.mode) in (SYMLINK, SUBMODULE) else str(file.id)


class _Reader:
    """Reads both sides of one file after the other, as long as there is room."""

    def __init__(self, repository: pygit2.Repository) -> None:
        self._repository = repository
        self._left = MAX_BYTES
        self._lines = MAX_COMPARED

    def difference(self, delta: _Delta) -> Difference:
        bare = Difference(delta.path, delta.before, new=None if delta.deleted else "")
        if delta.new is None and not delta.deleted:
            return bare  # a link or a submodule
        try:
            old, new = (self._read(id_) if id_ is not None else b"" for id_ in (delta.old, delta.new))
            if old and new:
                self._check_lines(max(old.count(b"\n"), new.count(b"\n")))
        except SnapshotError as error:
            return attrs.evolve(bare, unread=str(error))
        if 0 in old[:_BINARY] or 0 in new[:_BINARY]:
            return attrs.evolve(bare, binary=True)
        return attrs.evolve(bare, old=_text(old), new=None if delta.deleted else _text(new))

    def _check_lines(self, lines: int) -> None:
        if lines > MAX_LINES:
            raise SnapshotError(f"it has more than {MAX_LINES:,} lines")
        if lines > self._lines:
            raise SnapshotError(f"the change touches files of more than {MAX_COMPARED:,} lines")
        self._lines -= lines

    def _read(self, id_: str) -> bytes:
        try:
            size = int(self._repository.odb.read_header(pygit2.Oid(hex=id_))[1])
            if size > MAX_FILE:
                raise SnapshotError(f"it is larger than {MAX_FILE // 2**20} MiB")
            if size > self._left:
                raise SnapshotError(f"the change is larger than {MAX_BYTES // 2**20} MiB")
            self._left -= size
            blob = self._repository[id_]
        except (pygit2.GitError, KeyError, ValueError) as error:
            raise SnapshotError(f"its object {id_} is missing or broken") from error
        if not isinstance(blob, pygit2.Blob):
            raise SnapshotError(f"its object {id_} is no file")
        return bytes(blob.data)


def _text(content: bytes) -> str:
    """A wrong byte becomes U+FFFD: a line is looked at whatever its encoding."""
    return content.decode("utf-8", errors="replace")
