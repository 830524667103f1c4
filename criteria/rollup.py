"""Values of files, remembered by folder: an unchanged folder costs one look, however much lies below it.

The key of a folder is its path and the id of its git tree, which stands for everything below it.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from criteria.cache import Cache, key_of
from criteria.errors import SnapshotError
from criteria.snapshot import MAX_ENTRIES, Entry, Folder, Snapshot


@attrs.frozen
class Filled:
    """Values by path for files that were read. What is `unsure` is used now and not remembered."""

    values: Mapping[str, Any]
    unsure: frozenset[str] = frozenset()


def gather(
    snapshot: Snapshot, cache: Cache, space: str, salt: str, fill: Callable[[Sequence[Entry]], Filled]
) -> dict[str, Any]:
    """The value of every file that has one, by path.

    `fill` is asked once, for the files of all folders that are not remembered. `salt` is a digest of everything else
    the values depend on.
    """
    values: dict[str, Any] = {}
    missed: list[Folder] = []
    entries: list[Entry] = []
    folders = [snapshot.root]
    while folders:
        found = _remembered(cache, space, salt, folders, values)
        unknown = [folder for folder in folders if folder not in found]
        missed.extend(unknown)
        folders = []
        for folder in unknown:
            direct, below = snapshot.listed(folder)
            entries.extend(direct)
            folders.extend(below)
        if len(entries) > MAX_ENTRIES:
            raise SnapshotError(f"the tree holds more than {MAX_ENTRIES:,} files, which is more than is read")
    filled = fill(sorted(entries, key=lambda entry: entry.path))
    values.update(filled.values)
    _remember(cache, space, salt, missed, values, filled.unsure)
    return values


def _remembered(cache: Cache, space: str, salt: str, folders: Sequence[Folder], values: dict[str, Any]) -> set[Folder]:
    keys = {key_of(space, salt, folder.path, folder.id): folder for folder in folders}
    found = cache.get(keys)
    whole = {key: below for key, below in found.items() if isinstance(below, dict)}
    for key, below in whole.items():
        prefix = keys[key].path
        values.update((prefix + path, value) for path, value in below.items())
    return {keys[key] for key in whole}


def _remember(
    cache: Cache, space: str, salt: str, folders: Sequence[Folder], values: Mapping[str, Any], unsure: frozenset[str]
) -> None:
    paths = sorted(values)
    new: dict[bytes, Any] = {}
    doubtful = {path[: at + 1] for path in unsure for at, sign in enumerate(path) if sign == "/"}
    for folder in folders:
        if folder.path in doubtful or (unsure and not folder.path):
            continue
        below = {}
        for at in range(bisect_left(paths, folder.path), len(paths)):
            if not paths[at].startswith(folder.path):
                break
            below[paths[at][len(folder.path) :]] = values[paths[at]]
        new[key_of(space, salt, folder.path, folder.id)] = below
        if len(new) == 200:
            cache.put(space, new)
            new = {}
    cache.put(space, new)
