"""A read-only view of one commit, taken from git objects: no work tree, no hooks, no filters, no configuration."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import attrs
import pygit2
from pygit2.enums import ObjectType, SortMode

from criteria.errors import SnapshotError

_COMMIT = re.compile(r"^[0-9a-f]{40}$")
EXECUTABLE, REGULAR, SYMLINK, SUBMODULE = 0o100755, 0o100644, 0o120000, 0o160000
BLOB_LIMIT = 16 * 2**20  # bytes; larger blobs are counted, not read


@attrs.frozen
class Entry:
    """One path of the tree. `path` is text for people and keys; bytes that are no UTF-8 are surrogate-escaped."""

    path: str
    mode: int
    id: str
    size: int  # bytes; 0 for submodules

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
        self.repository: Path = repository
        self.commit: str = commit

    @property
    def tree(self) -> str:
        return str(self._commit.tree_id)

    @property
    def time(self) -> int:
        return int(self._commit.commit_time)

    @property
    def swhids(self) -> dict[str, str]:
        """Git ids of SHA-1 repositories are the SWHIDs of the same objects (ISO/IEC 18670)."""
        return {"dir": f"swh:1:dir:{self.tree}", "rev": f"swh:1:rev:{self.commit}"}

    @property
    def shallow(self) -> bool:
        return bool(self._repo.is_shallow)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every path of the tree, sorted by path."""
        return tuple(sorted(self._walk(self._commit.tree, ""), key=lambda entry: entry.path))

    @cached_property
    def by_path(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self.entries}

    def files(self) -> Iterator[Entry]:
        """Regular files only: links are never followed, submodules never entered."""
        return (entry for entry in self.entries if entry.is_file)

    def read(self, entry: Entry, limit: int = BLOB_LIMIT) -> bytes:
        """The bytes of a file or link, at most `limit` of them."""
        blob = self._repo[entry.id]
        if not isinstance(blob, pygit2.Blob):
            raise SnapshotError(f"{entry.path} is not a file")
        return bytes(memoryview(blob)[:limit])

    def text(self, entry: Entry, limit: int = BLOB_LIMIT) -> str:
        """As `read`, decoded as UTF-8; a wrong byte becomes U+FFFD."""
        return self.read(entry, limit).decode("utf-8-sig", errors="replace")

    def commits(self, limit: int | None = None) -> Iterator[CommitInfo]:
        """History from this commit back, newest first."""
        walker = self._repo.walk(self._commit.id, SortMode.TIME)
        for number, commit in enumerate(walker):
            if limit is not None and number >= limit:
                return
            yield CommitInfo(
                id=str(commit.id),
                parents=tuple(str(parent) for parent in commit.parent_ids),
                author=Signature(_text(commit.author.raw_name), _text(commit.author.raw_email), commit.author.time),
                committer_time=commit.commit_time,
                message=_text(commit.raw_message),
            )

    def tags(self) -> list[Tag]:
        """All tags that lead to a commit, by name."""
        tags = []
        # One walk for all tags: asking for each tag whether it is an ancestor takes minutes at SageMath's size.
        ancestors = {commit.id for commit in self._repo.walk(self._commit.id)}
        for name in self._repo.references:
            if not name.startswith("refs/tags/"):
                continue
            reference = self._repo.references[name]
            try:
                target = reference.peel(pygit2.Commit)
            except (pygit2.GitError, pygit2.InvalidSpecError, KeyError):
                continue  # a tag of a tree or a blob is no release
            raw = self._repo.get(reference.target)
            tags.append(
                Tag(
                    name=name.removeprefix("refs/tags/"),
                    commit=str(target.id),
                    time=target.commit_time,
                    reachable=target.id in ancestors,
                    annotated=raw is not None and raw.type == ObjectType.TAG,
                )
            )
        return sorted(tags, key=lambda tag: tag.name)

    def _walk(self, tree: pygit2.Tree, prefix: str) -> Iterator[Entry]:
        # An explicit stack: a tree nested deeper than Python's recursion limit is only data.
        stack = [(tree, prefix)]
        while stack:
            folder, base = stack.pop()
            for item in folder:
                path = base + (item.raw_name or b"").decode("utf-8", errors="surrogateescape")
                if isinstance(item, pygit2.Tree):
                    stack.append((item, path + "/"))
                elif isinstance(item, pygit2.Blob):
                    yield Entry(path, int(item.filemode), str(item.id), item.size)
                else:
                    yield Entry(path, SUBMODULE, str(item.id), 0)


def _text(raw: bytes | None) -> str:
    """Names and messages as UTF-8, whatever encoding the commit claims: an unknown one must not hide its history."""
    return (raw or b"").decode("utf-8", errors="replace")
