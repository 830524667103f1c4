"""A read-only view of one commit, taken from git objects: no work tree, no hooks, no filters, no configuration."""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
import pygit2
from pygit2.enums import ObjectType, SortMode

from criteria.errors import SnapshotError
from criteria.printable import printable

_COMMIT = re.compile(r"^[0-9a-f]{40}$")
EXECUTABLE, REGULAR, SYMLINK, SUBMODULE = 0o100755, 0o100644, 0o120000, 0o160000
MAX_ENTRIES = 500_000  # paths of one tree
BLOB_LIMIT = 16 * 2**20  # bytes; larger blobs are counted, not read
# The pack of a large repository is mapped in windows, and few objects are kept: memory stays bounded.
pygit2.settings.mwindow_size = 16 * 2**20
pygit2.settings.mwindow_mapped_limit = 96 * 2**20
pygit2.settings.cache_max_size(48 * 2**20)


@attrs.frozen
class Entry:
    """One path of the tree. `path` is text for people and keys; bytes that are no UTF-8 are surrogate-escaped."""

    path: str
    mode: int
    id: str
    _odb: Any = attrs.field(repr=False, eq=False)  # the object store, which knows the sizes

    @property
    def size(self) -> int:
        """Bytes, from the header of the object, so that nothing is unpacked for it; 0 for submodules."""
        if self.mode == SUBMODULE:
            return 0
        try:
            return int(self._odb.read_header(self.id)[1])
        except (pygit2.GitError, KeyError, ValueError) as error:
            raise SnapshotError(f"{printable(self.path)}: its object {self.id} is missing or broken") from error

    @property
    def is_file(self) -> bool:
        return self.mode not in (SYMLINK, SUBMODULE)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@attrs.frozen
class Folder:
    """A folder of the tree: its path with a slash at the end, empty for the root, and the id of its git tree."""

    path: str
    id: str


@attrs.frozen
class Tag:
    name: str
    commit: str
    time: int  # seconds since the epoch, UTC, of the tagged commit
    reachable: bool  # from the assessed commit
    annotated: bool


@attrs.frozen
class Signature:
    """Who made a commit, and when, as the commit itself claims."""

    name: str
    email: str
    time: int


@attrs.frozen
class CommitInfo:
    id: str
    parents: tuple[str, ...]
    author: Signature
    committer_time: int
    message: str


class Snapshot:
    """One immutable commit of a repository on disk (bare or not)."""

    def __init__(self, repository: Path, commit: str) -> None:
        if not _COMMIT.match(commit):
            raise SnapshotError(f"a snapshot needs a full commit id of 40 hex digits, not {commit!r}")
        try:
            self._repo = pygit2.Repository(str(repository), pygit2.enums.RepositoryOpenFlag.NO_SEARCH)
            found = self._repo.get(commit)
        except (pygit2.GitError, KeyError, ValueError) as error:
            raise SnapshotError(f"cannot read commit {commit} of {repository}: {error}") from error
        if not isinstance(found, pygit2.Commit):
            raise SnapshotError(f"{repository} holds no commit {commit}")
        self._commit: pygit2.Commit = found
        self._odb: Any = self._repo.odb
        self.repository: Path = repository
        self.commit: str = commit

    @property
    def tree(self) -> str:
        return str(self._commit.tree_id)

    @property
    def time(self) -> int:
        return int(self._commit.commit_time)

    @property
    def info(self) -> CommitInfo:
        """The commit itself, without a look at its history."""
        return _info(self._commit)

    @property
    def swhids(self) -> dict[str, str]:
        """Git ids of SHA-1 repositories are the SWHIDs of the same objects (ISO/IEC 18670)."""
        return {"dir": f"swh:1:dir:{self.tree}", "rev": f"swh:1:rev:{self.commit}"}

    @property
    def shallow(self) -> bool:
        return bool(self._repo.is_shallow)

    @property
    def grafted(self) -> bool:
        """Whether a file beside the objects gives commits other parents than they name; libgit2 follows it."""
        try:
            return (Path(self._repo.path) / "info" / "grafts").stat().st_size > 0
        except OSError:
            return False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every path of the tree, sorted by path. Raises SnapshotError over 500,000 (A29)."""
        if isinstance(self._listing, str):
            raise SnapshotError(self._listing)
        return self._listing

    @cached_property
    def _listing(self) -> tuple[Entry, ...] | str:
        # A tree that cannot be listed is walked once, not once for each collector that asks for it. Kept is the reason
        # and not the error, which would hold on to the open repository.
        try:
            return tuple(sorted(self._walk(), key=lambda entry: entry.path))
        except SnapshotError as error:
            return str(error)

    @cached_property
    def by_path(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self.entries}

    def entry(self, path: str, mode: int, id_: str) -> Entry:
        """A path whose object is known, without a look at the tree."""
        return Entry(path, mode, id_, self._odb)

    def files(self) -> Iterator[Entry]:
        """Regular files only: links are never followed, submodules never entered."""
        return (entry for entry in self.entries if entry.is_file)

    def read(self, entry: Entry, limit: int = BLOB_LIMIT) -> bytes:
        """The bytes of a file or link, at most `limit` of them.

        git unpacks a blob whole, so one of more than 16 MiB is read only where the caller asks for that many bytes.
        """
        if entry.size > max(limit, BLOB_LIMIT):
            raise SnapshotError(f"{printable(entry.path)} is larger than {BLOB_LIMIT // 2**20} MiB and was not read")
        try:
            blob = self._repo[entry.id]
        except (pygit2.GitError, KeyError, ValueError) as error:
            raise SnapshotError(f"{printable(entry.path)}: its object {entry.id} is missing or broken") from error
        if not isinstance(blob, pygit2.Blob):
            raise SnapshotError(f"{printable(entry.path)} is not a file")
        return bytes(memoryview(blob)[:limit])

    def text(self, entry: Entry, limit: int = BLOB_LIMIT) -> str:
        """As `read`, decoded as UTF-8; a wrong byte becomes U+FFFD."""
        return self.read(entry, limit).decode("utf-8-sig", errors="replace")

    def first_parents(self, limit: int) -> Iterator[str]:
        """This commit and its first parents, the nearest first; ends where an object is missing."""
        commit: Any = self._commit
        for _ in range(limit):
            yield str(commit.id)
            commit = self._repo.get(commit.parent_ids[0]) if commit.parent_ids else None
            if not isinstance(commit, pygit2.Commit):
                return

    def commits(self, limit: int | None = None, but: str | None = None) -> Iterator[CommitInfo]:
        """History from this commit back, newest first; without the commit `but` and all before it."""
        walker = self._repo.walk(self._commit.id, SortMode.TIME)
        if but is not None:
            walker.hide(pygit2.Oid(hex=but))
        for number, commit in enumerate(walker):
            if limit is not None and number >= limit:
                return
            yield _info(commit)

    def references(self) -> list[tuple[str, str]]:
        """Name and target of every reference."""
        return sorted((reference.name, str(reference.target)) for reference in self._repo.listall_reference_objects())

    def tags(self, ancestors: Collection[str] | None = None) -> list[Tag]:
        """All tags that lead to a commit, by name. `ancestors`: the commits of this history, where they are known."""
        tags = []
        # One walk for all tags: asking for each tag whether it is an ancestor takes minutes at SageMath's size.
        if ancestors is None:
            ancestors = {str(commit.id) for commit in self._repo.walk(self._commit.id)}
        for reference in self._repo.listall_reference_objects():
            if not reference.name.startswith("refs/tags/"):
                continue
            try:
                target = reference.peel(pygit2.Commit)
            except (pygit2.GitError, pygit2.InvalidSpecError, KeyError):
                continue  # a tag of a tree or a blob is no release
            raw = self._repo.get(reference.target)
            tags.append(
                Tag(
                    name=reference.name.removeprefix("refs/tags/"),
                    commit=str(target.id),
                    time=target.commit_time,
                    reachable=str(target.id) in ancestors,
                    annotated=raw is not None and raw.type == ObjectType.TAG,
                )
            )
        return sorted(tags, key=lambda tag: tag.name)

    @property
    def root(self) -> Folder:
        return Folder("", self.tree)

    def _walk(self) -> Iterator[Entry]:
        # An explicit stack: a tree nested deeper than Python's recursion limit is only data.
        stack, count = [self.root], 0
        while stack:
            entries, folders = self.listed(stack.pop())
            count += len(entries)
            if count > MAX_ENTRIES:
                raise SnapshotError(f"the tree holds more than {MAX_ENTRIES:,} files, which is more than is read")
            yield from entries
            stack.extend(folders)

    def listed(self, folder: Folder) -> tuple[list[Entry], list[Folder]]:
        """What lies directly in a folder: files, links and submodules; and the folders below it."""
        entries, folders = [], []
        try:
            tree = self._repo[folder.id]
        except (pygit2.GitError, KeyError, ValueError) as error:
            raise SnapshotError(f"{printable(folder.path)}: its object {folder.id} is missing or broken") from error
        if not isinstance(tree, pygit2.Tree):
            raise SnapshotError(f"{printable(folder.path)}: its object {folder.id} is no folder")
        for item in tree:
            path = folder.path + (item.raw_name or b"").decode("utf-8", errors="surrogateescape")
            if isinstance(item, pygit2.Tree):
                folders.append(Folder(path + "/", str(item.id)))
            else:
                mode = int(item.filemode) if isinstance(item, pygit2.Blob) else SUBMODULE
                entries.append(Entry(path, mode, str(item.id), self._odb))
        return entries, folders


def _info(commit: pygit2.Commit) -> CommitInfo:
    return CommitInfo(
        id=str(commit.id),
        parents=tuple(str(parent) for parent in commit.parent_ids),
        author=Signature(_text(commit.author.raw_name), _text(commit.author.raw_email), commit.author.time),
        committer_time=commit.commit_time,
        message=_text(commit.raw_message),
    )


def _text(raw: bytes | None) -> str:
    """Names and messages as UTF-8, whatever encoding the commit claims: an unknown one must not hide its history."""
    return (raw or b"").decode("utf-8", errors="replace")
