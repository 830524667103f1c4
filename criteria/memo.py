"""Remembers what a collector made of a tree, by exactly what it looked at.

A collector sees the names of all files, and reads some. What it made stays true as long as the names and the contents
it read are the same, whatever else a commit changes. So the names lead to the list of what was read the last time, and
that list with its blob ids leads to the result.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from criteria.cache import Cache, key_of
from criteria.facts import code_digest
from criteria.model import plain, structured
from criteria.snapshot import BLOB_LIMIT, Entry, Snapshot

_SPACE = "collected"
_TIME = "\0time"  # stands for the commit's time among the paths that were read
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
    """A snapshot that remembers which contents and sizes were asked for, and whether the commit's time was."""

    def __init__(self, repository: Path, commit: str) -> None:
        super().__init__(repository, commit)
        self._read: set[str] = set()
        self._odb = self._sizes = _Sizes(self._odb)

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


def remembered(snapshot: Snapshot, cache: Cache, kind: str, collector: Callable[[Snapshot], Any]) -> Any:
    """What `collector` makes of the snapshot; from the cache if nothing it looked at has changed.

    The class of the result is the one the collector says it returns.
    """
    names = key_of(_SPACE, kind, code_digest(), _names(snapshot))
    seen = cache.get([names]).get(names)
    if seen is not None:
        whole = _key(snapshot, kind, seen)
        data = cache.get([whole]).get(whole)
        if data is not None:
            return structured(data, _returned(collector))
    witness = Witness(snapshot.repository, snapshot.commit)
    made = collector(witness)
    data = plain(made)
    # What does not come back as it was is made anew each time.
    read = witness.seen()
    if len(read) <= _MOST and structured(data, _returned(collector)) == made:
        cache.put(_SPACE, {names: read, _key(snapshot, kind, read): data})
    return made


def remembered_walk(snapshot: Snapshot, cache: Cache, kind: str, collector: Callable[[Snapshot, Cache], Any]) -> Any:
    """What `collector` makes of the history behind the commit; from the cache while no reference has moved."""
    shape = [str(snapshot.shallow), *(part for pair in snapshot.references() for part in pair)]
    key = key_of(_SPACE, kind, code_digest(), snapshot.commit, *shape)
    data = cache.get([key]).get(key)
    if data is not None:
        return structured(data, _returned(collector))
    made = collector(snapshot, cache)
    data = plain(made)
    if structured(data, _returned(collector)) == made:
        cache.put(_SPACE, {key: data})
    return made


def _returned(collector: Callable[..., Any]) -> Any:
    return get_type_hints(collector)["return"]


def _names(snapshot: Snapshot) -> str:
    digest = hashlib.sha256()
    for entry in snapshot.entries:
        digest.update(f"{entry.mode:o} {entry.path}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _key(snapshot: Snapshot, kind: str, seen: Sequence[str]) -> bytes:
    parts = [kind, code_digest()]
    for path in seen:
        entry = snapshot.by_path.get(path)
        parts += [path, str(snapshot.time) if path == _TIME else entry.id if entry else ""]
    return key_of(_SPACE, _names(snapshot), *parts)
