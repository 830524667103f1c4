"""Covered lines per file, whatever tool counted them."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

import attrs

from workers.errors import ResultError
from workers.layout import SOURCE
from workers.readers.paths import inside

MAX_FILES = 100_000
MAX_LINE = 5_000_000  # the number of a line
MAX_LINES = 64 * 2**20  # of all files together: one byte each
_MISSING, _COVERED = 1, 2


@attrs.frozen
class CoveredFile:
    """Statements of one file, by number; `path` is relative to the source tree."""

    path: str
    covered: int
    missing: int
    excluded: int = 0


@attrs.frozen
class Coverage:
    """The files of a report, sorted by path; `dropped`: entries whose path leads out of the tree (T33)."""

    form: str
    files: tuple[CoveredFile, ...] = ()
    dropped: int = 0

    def __iter__(self) -> Iterator[CoveredFile]:
        return iter(self.files)


class Tree:
    """Where the sources are. `root`: as the cell saw it, e.g. "/work/source"; `files`: those of the tree, if known."""

    def __init__(self, root: str = SOURCE, files: Iterable[str] = ()) -> None:
        self.root = root
        self.files = frozenset(files)
        self._by_name: dict[str, list[str]] = {}
        for file in self.files:
            self._by_name.setdefault(file.rpartition("/")[2], []).append(file)

    def place(self, name: str, folders: Collection[str] = ()) -> str | None:
        """The file that a report means: below one of the folders it names, or anywhere, if the tree says so.

        None for a path that leads out of the tree.
        """
        names = [name] if name.startswith("/") else [*(f"{folder}/{name}" for folder in folders), name]
        candidates = [path for each in names if (path := inside(each, self.root)) is not None]
        if name.startswith("/") or not candidates or not self.files:
            return candidates[0] if candidates else None
        return next((path for path in candidates if path in self.files), None) or self._by_end(candidates[-1])

    def _by_end(self, path: str) -> str:
        """JaCoCo names a file by its package; the folder of sources before it is found when only one fits."""
        parts = PurePosixPath(path).parts
        same_name = self._by_name.get(parts[-1], ())
        found = [file for file in same_name if PurePosixPath(file).parts[-len(parts) :] == parts]
        return found[0] if len(found) == 1 else path


class Lines:
    """Lines of files while they are counted: a line that any part of the report saw run is covered."""

    def __init__(self, form: str, tree: Tree) -> None:
        self._form = form
        self._tree = tree
        self._files: dict[str, bytearray] = {}
        self._excluded: dict[str, int] = {}
        self._counted: dict[str, tuple[int, int]] = {}
        self._size = 0
        self.dropped = 0

    def file(self, name: str, folders: Collection[str] = ()) -> str | None:
        """The path under which the lines of a file are counted; None for one that is dropped."""
        path = self._tree.place(name, folders)
        if path is None:
            self.dropped += 1
        elif path not in self._files:
            if len(self._files) >= MAX_FILES:
                raise ResultError(f"the coverage file names more than {MAX_FILES} files")
            self._files[path] = bytearray()
        return path

    def line(self, path: str, number: int, covered: bool) -> None:
        """One statement. Raises ResultError for the number of a line that no file has."""
        if not 0 <= number <= MAX_LINE:
            raise ResultError("the coverage file names a line that cannot be")
        lines = self._files[path]
        if number >= len(lines):
            more = number + 1 - len(lines)
            self._size += more
            if self._size > MAX_LINES:
                raise ResultError(f"the coverage file speaks of more than {MAX_LINES} lines")
            lines.extend(bytes(more))
        lines[number] = max(lines[number], _COVERED if covered else _MISSING)

    def exclude(self, path: str, lines: int) -> None:
        self._excluded[path] = lines

    def counts(self, path: str, covered: int, missing: int) -> None:
        """Sums of a file, for a report that does not tell which lines; lines count before them."""
        self._counted[path] = (max(0, covered), max(0, missing))

    def coverage(self) -> Coverage:
        files = tuple(self._file(path, lines) for path, lines in sorted(self._files.items()))
        return Coverage(self._form, files, self.dropped)

    def _file(self, path: str, lines: bytearray) -> CoveredFile:
        covered, missing = lines.count(_COVERED), lines.count(_MISSING)
        if not covered + missing:
            covered, missing = self._counted.get(path, (0, 0))
        return CoveredFile(path, covered, missing, self._excluded.get(path, 0))
