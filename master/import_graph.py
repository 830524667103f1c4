"""Which file of a tree uses which: Python and Cython imports, included files and headers, read line by line.

A parser of our own for whole languages is not needed to rank tests: a line that begins with an import says enough, and
no file is too broken or too large for it. Names that are put together at run time are not seen.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

import attrs

from criteria.snapshot import Entry, Snapshot

SUFFIXES = (".py", ".pyx", ".pxd", ".pxi", ".sage")
HEADERS = (".h", ".hpp", ".hh", ".c", ".cpp", ".cc")
MAX_SIZE = 4 * 2**20  # bytes of a file that is read
_ROOTS = 4  # leading folders that may stand before the top package, as in python/src/pkg
_IMPORT = re.compile(
    rb"^(?P<indent>[ \t]*)(?:"
    rb"from[ \t]+(?P<module>\.{0,10}[\w.]{0,200})[ \t]+c?import[ \t]+\(?(?P<names>[^\n#]{0,500})"
    rb"|c?import[ \t]+(?P<modules>[\w., \t]{1,500})"
    rb"|lazy_import\([ \t]{0,8}['\"](?P<lazy>[\w.]{1,200})['\"]"
    rb"|include[ \t]+['\"](?P<included>[^'\"\n]{1,200})['\"]"
    rb"|cdef[ \t]+extern[ \t]+from[ \t]+['\"](?P<header>[^'\"\n]{1,200})['\"])",
    re.MULTILINE,
)
_NAME = re.compile(r"[A-Za-z_]\w*")


@attrs.frozen
class ImportGraph:
    """By path: the files that use it. `at_import`: when they are imported themselves; `ever`: lazily as well."""

    at_import: dict[str, set[str]]
    ever: dict[str, set[str]]


@attrs.frozen
class _Use:
    """A name that a file imports: dotted, or the name of an included file; `lazy` when only inside of something."""

    name: str
    lazy: bool
    is_file: bool = False


def import_graph(snapshot: Snapshot) -> ImportGraph:
    """The graph of the whole tree."""
    sources = [entry for entry in snapshot.files() if entry.name.endswith(SUFFIXES)]
    index = _Index(snapshot)
    at_import: dict[str, set[str]] = defaultdict(set)
    ever: dict[str, set[str]] = defaultdict(set)
    for entry in sources:
        if entry.size > MAX_SIZE:
            continue
        for use in _uses(snapshot.read(entry, MAX_SIZE), entry):
            for path in index.found(use, entry):
                if path == entry.path:
                    continue
                ever[path].add(entry.path)
                if not use.lazy:
                    at_import[path].add(entry.path)
    return ImportGraph(dict(at_import), dict(ever))


def _uses(text: bytes, entry: Entry) -> Iterator[_Use]:
    for match in _IMPORT.finditer(text):
        lazy = bool(match["indent"]) or match["lazy"] is not None
        said = {key: value.decode(errors="replace") for key, value in match.groupdict().items() if value is not None}
        if "included" in said or "header" in said:
            yield _Use(said.get("included") or said["header"], lazy=False, is_file=True)
        elif "lazy" in said:
            yield _Use(said["lazy"], lazy)
        elif "modules" in said:
            for part in said["modules"].split(","):
                yield _Use(part.strip().partition(" ")[0], lazy)
        else:
            module = _absolute(said.get("module", ""), entry)
            yield _Use(module, lazy)
            for name in _NAME.findall(said.get("names", ""))[:100]:
                yield _Use(f"{module}.{name}", lazy)


def _absolute(module: str, entry: Entry) -> str:
    """A relative import, from the folder of the file that says it."""
    dots = len(module) - len(module.lstrip("."))
    if not dots:
        return module
    folder = entry.folder.split("/")
    base = folder[: len(folder) - dots + 1]
    return ".".join([*base, *filter(None, [module.lstrip(".")])])


class _Index:
    """Files by the dotted names and the ends of paths under which others may use them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._dotted: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, set[str]] = defaultdict(set)
        for entry in snapshot.files():
            if entry.name.endswith((*SUFFIXES, *HEADERS)):
                self._ends[entry.name].add(entry.path)
            if entry.name.endswith(SUFFIXES):
                parts = list(PurePosixPath(entry.path).with_suffix("").parts)
                parts = parts[:-1] if parts[-1] == "__init__" else parts
                for start in range(min(_ROOTS, len(parts))):
                    self._dotted[".".join(parts[start:])].add(entry.path)

    def found(self, use: _Use, user: Entry) -> set[str]:
        if not use.is_file:
            return self._dotted.get(use.name, set()) if "." in use.name or len(use.name) > 1 else set()
        near = {path for path in self._ends.get(PurePosixPath(use.name).name, ()) if path.endswith(use.name)}
        beside = {path for path in near if PurePosixPath(path).parent == PurePosixPath(user.path).parent}
        return beside or near
