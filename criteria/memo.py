"""Remembers what a collector made of a tree, by exactly what it looked at.

A collector sees the names of all files, and reads some. What it made stays true as long as the names and the contents
it read are the same, whatever else a commit changes. So the names lead to the list of what was read the last time, and
that list with its blob ids leads to the result.
"""

import contextlib
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from criteria.cache import Cache, key_of
from criteria.errors import SnapshotError
from criteria.facts import code_digest
from criteria.model import plain, structured
from criteria.snapshot import BLOB_LIMIT, CommitInfo, Entry, Folder, Snapshot, Tag

_SPACE = "collected"
COMMITS = "commits"  # the space of what walkers counted on their way
# Stand among the paths that were read for the time and the id of the commit, and for the tree as a whole.
_TIME, _COMMIT, _TREE = "\0time", "\0commit", "\0tree"
_MOST = 5000  # contents; a collector that reads more is no reader of a few named files


class _Sizes:
    """Stands between entries and the object store, and notes whose size was asked for."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.asked: set[str] = set()

    def read_header(self, id_: str) -> Any:
        self.asked.add(id_)
        return self._store.read_header(id_)


class Witness(Snapshot):
    """A snapshot that remembers what of it was asked for: contents, sizes, ids of folders, the time of the commit.

    What is no matter of the tree cannot be asked for at all: it would be remembered when it is no longer true.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        super().__init__(repository, commit)
        self._read: set[str] = set()
        self._odb = self._sizes = _Sizes(self._odb)
        with contextlib.suppress(SnapshotError):
            _ = self.entries  # listed once for all, so that a later look at a folder is the collector's own
        self._read.clear()

    @property
    def tree(self) -> str:
        self._read.add(_TREE)
        return super().tree

    @property
    def swhids(self) -> dict[str, str]:
        self._read.add(_COMMIT)
        return super().swhids

    def listed(self, folder: Folder) -> tuple[list[Entry], list[Folder]]:
        self._read.add(_TREE)  # the id of a folder stands for all that is below it
        return super().listed(folder)

    def commits(self, limit: int | None = None, but: str | None = None) -> Iterator[CommitInfo]:  # noqa: ARG002
        raise TypeError("a collector of the tree asks for its history; list it among the walkers")

    @property
    def info(self) -> CommitInfo:
        raise TypeError("a collector of the tree asks for its commit; list it among the walkers")

    def tags(self, ancestors: Collection[str] | None = None) -> list[Tag]:  # noqa: ARG002
        raise TypeError("a collector of the tree asks for tags; list it among the walkers")

    @property
    def time(self) -> int:
        self._read.add(_TIME)
        return super().time

    def read(self, entry: Entry, limit: int = BLOB_LIMIT) -> bytes:
        self._read.add(entry.path)
        return super().read(entry, limit)

    def seen(self) -> list[str]:
        """The paths on whose content the result may depend."""
        sized = {entry.path for entry in self.entries if entry.id in self._sizes.asked}
        return sorted(self._read | sized)


def remembered(
    snapshot: Snapshot, cache: Cache, kind: str, collector: Callable[[Snapshot], Any], *, again: bool = False
) -> Any:
    """What `collector` makes of the snapshot; from the cache if nothing it looked at has changed.

    The class of the result is the one the collector says it returns. With `again` it is made anew and compared; where
    it differs, all that is remembered of collectors is thrown away.
    """
    names = key_of(_SPACE, kind, code_digest(), _names(snapshot))
    seen = cache.get([names]).get(names)
    if seen is not None:
        whole = _key(snapshot, kind, seen)
        known = _restored(cache, whole, collector)
        if known is not None and not (again and _differs(cache, known[0], collector(snapshot))):
            return known[0]
    witness = Witness(snapshot.repository, snapshot.commit)
    made = collector(witness)
    data = plain(made)
    # What does not come back as it was is made anew each time.
    read = witness.seen()
    if len(read) <= _MOST and structured(data, _returned(collector)) == made:
        cache.put(_SPACE, {names: read, _key(snapshot, kind, read): data})
    return made


def remembered_walk(
    snapshot: Snapshot,
    cache: Cache,
    kind: str,
    collector: Callable[[Snapshot, Cache], Any],
    *,
    again: bool = False,
) -> Any:
    """What `collector` makes of the history behind the commit; from the cache while no reference has moved.

    `again` as for `remembered`: then nothing that was counted before is taken for true either.
    """
    shape = [str(snapshot.shallow), str(snapshot.grafted), *(part for pair in snapshot.references() for part in pair)]
    key = key_of(_SPACE, kind, code_digest(), snapshot.commit, *shape)
    known = _restored(cache, key, collector)
    if known is not None and not (again and _differs(cache, known[0], collector(snapshot, Cache()), COMMITS)):
        return known[0]
    made = collector(snapshot, cache)
    data = plain(made)
    if structured(data, _returned(collector)) == made:
        cache.put(_SPACE, {key: data})
    return made


def _differs(cache: Cache, known: Any, made: Any, *spaces: str) -> bool:
    cache.counts.rechecked += 1
    if known == made:
        return False
    cache.distrust(_SPACE, *spaces)
    return True


def _restored(cache: Cache, key: bytes, collector: Callable[..., Any]) -> tuple[Any] | None:
    """What is remembered, in a tuple since None is a result too; None where nothing is, or nothing of that shape."""
    data = cache.get([key])
    if key not in data:
        return None
    try:
        return (structured(data[key], _returned(collector)),)
    except Exception:  # cattrs raises what it likes; whoever wrote this, it was not us
        cache.distrust(_SPACE)
        return None


def _returned(collector: Callable[..., Any]) -> Any:
    return get_type_hints(collector)["return"]


def _names(snapshot: Snapshot) -> str:
    digest = hashlib.sha256()
    for entry in snapshot.entries:
        digest.update(f"{entry.mode:o} {entry.path}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _key(snapshot: Snapshot, kind: str, seen: Sequence[str]) -> bytes:
    parts = [kind, code_digest()]
    whole = {_TIME: lambda: str(snapshot.time), _COMMIT: lambda: snapshot.commit, _TREE: lambda: snapshot.tree}
    for path in seen:
        entry = snapshot.by_path.get(path)
        parts += [path, whole[path]() if path in whole else entry.id if entry else ""]
    return key_of(_SPACE, _names(snapshot), *parts)
