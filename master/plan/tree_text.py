"""Text of the files that describe a build: bounded in size and number, each content once."""

import itertools
from collections.abc import Callable, Iterator

from criteria.snapshot import Entry, Snapshot
from master.plan.requirements import plain_file

MAX_TEXT = 256 * 2**10  # characters
MAX_FILES = 500
MAX_ALL = 8 * 2**20  # characters of all files that are read for one purpose
# What stands here belongs to others, and is not what this repository is built with.
OTHERS = {
    "third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored", "external", "extern", "externals",
    "subprojects", "node_modules", "_deps", "contrib", "fixtures", "testdata", "test-data",
}  # fmt: skip


def text_at(snapshot: Snapshot, path: str) -> str | None:
    """The beginning of a file; None when there is no regular file of that name or it is very large."""
    entry = plain_file(snapshot, path)
    return None if entry is None or entry.size > 64 * MAX_TEXT else snapshot.text(entry, MAX_TEXT)


def texts(snapshot: Snapshot, wanted: Callable[[Entry], bool]) -> Iterator[tuple[str, str]]:
    """Path and text of the repository's own files that are wanted, those of its top folder first."""
    found = (entry for entry in snapshot.files() if wanted(entry) and not is_others(entry))
    contents: set[str] = set()
    left = MAX_ALL
    for entry in sorted(found, key=lambda entry: (entry.path.count("/"), entry.path))[:MAX_FILES]:
        if left > 0 and entry.id not in contents and entry.size <= 64 * MAX_TEXT:
            contents.add(entry.id)
            text = snapshot.text(entry, MAX_TEXT)
            left -= len(text)
            yield entry.path, text


def build_folder(snapshot: Snapshot) -> str:
    """A name for the folder of a build that nothing in the tree has."""
    taken = {entry.path.partition("/")[0] for entry in snapshot.entries}
    names = itertools.chain(["build"], (f"build-{number}" for number in itertools.count(1)))
    return next(name for name in names if name not in taken)


def is_others(entry: Entry) -> bool:
    """Whether a file stands in a folder for code of others."""
    folders = entry.folder.lower().split("/")
    return not OTHERS.isdisjoint(folders) or any(folder.startswith("googletest") for folder in folders)
