"""System libraries that the sources of a repository ask for, read from their text; nothing is compiled for it.

A library is taken when a source includes its header (C, C++, Cython) or a build file asks pkg-config for it, and the
tree has no header of that name itself. One that is not needed after all costs a download, and no result.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

import attrs

from criteria.snapshot import Entry, Snapshot
from master.plan.detectors.detector import Needs
from master.plan.libraries import Library, of_cimport, of_header, of_pkgconfig
from master.plan.requirements import PLAIN_PATH
from workers.cell import Recipe

SOURCES = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".inl", ".pyx", ".pxd", ".pxi")
HEADERS = (".h", ".hh", ".hpp", ".hxx")
BUILD_FILES = ("meson.build", "CMakeLists.txt", "configure.ac", "configure.in", "setup.py")
# What stands here is not built, or brings its own libraries.
PASSED_OVER = {
    "third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored", "external", "extern", "externals",
    "subprojects", "node_modules", "doc", "docs", "demo", "demos", "example", "examples", "test-data", "testdata",
    "fixtures", "benchmarks", "windows", "win32",
}  # fmt: skip
MAX_FILES = 6000
MAX_TEXT = 64 * 2**10  # characters from the beginning of a source, where it includes
_INCLUDE = re.compile(
    r"^[ \t]{0,40}(?:#[ \t]{0,20}include[ \t]{0,20}|cdef[ \t]{1,20}extern[ \t]{1,20}from[ \t]{1,20})"
    r"[<\"']<?([A-Za-z0-9_.+/-]{1,100})>?[>\"']",
    re.MULTILINE,
)
_CIMPORT = re.compile(
    r"^[ \t]{0,40}(?:from[ \t]{1,20}([A-Za-z0-9_]{1,60})[A-Za-z0-9_.]{0,100}[ \t]{1,20}cimport\b"
    r"|cimport[ \t]{1,20}([A-Za-z0-9_]{1,60}))",
    re.MULTILINE,
)
_ASKS = (
    re.compile(r"\bdependency\(\s{0,20}'([A-Za-z0-9_.+-]{1,60})'"),  # Meson
    re.compile(r"\bpkg_(?:check|search)_modules?\(([^()]{1,400})\)", re.IGNORECASE),  # CMake
    re.compile(r"\bPKG_CHECK_MODULES\(([^()]{1,400})\)"),  # Autoconf
    re.compile(r"\bpkgconfig\.[a-z_]{1,20}\(\s{0,20}['\"]([A-Za-z0-9_.+ -]{1,100})['\"]"),  # the package pkgconfig
    re.compile(r"['\"]pkg-config['\"]([^\]]{1,200})\]"),  # setup.py that calls it
)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,60}")


@attrs.frozen
class _Trace:
    """Where a library is asked for, and with which words."""

    library: Library
    asked: str
    path: str

    @property
    def said(self) -> str:
        return f"{self.path if PLAIN_PATH.match(self.path) else 'a file'} asks for {self.asked}"


class SystemLibraries:
    """The Debian packages of all libraries that were found."""

    def needs(self, snapshot: Snapshot, recipe: Recipe) -> Needs:
        found: dict[str, _Trace] = {}
        for trace in _traces(snapshot):
            found.setdefault(trace.library.name, trace)
        system: list[str] = []
        reasons = []
        for _, trace in sorted(found.items()):
            names = ", ".join(trace.library.packages)
            missing = sorted(set(recipe.images).intersection(trace.library.missing))
            if missing:
                reasons.append(f"{names}: left out, though {trace.said}: {', '.join(missing)} has no such package")
            else:
                system += trace.library.packages
                reasons.append(f"{names}: installed, for {trace.said}")
        return Needs(system=tuple(system), reasons=tuple(reasons))


def _traces(snapshot: Snapshot) -> Iterator[_Trace]:
    files = [entry for entry in snapshot.files() if not PASSED_OVER.intersection(entry.folder.lower().split("/"))]
    own = {entry.name for entry in snapshot.files() if entry.name.endswith(HEADERS)}
    for entry, text in _texts(snapshot, files, SOURCES):
        for match in _INCLUDE.finditer(text):
            header = match.group(1)
            library = of_header(header)
            if library is not None and header.rpartition("/")[2] not in own:
                yield _Trace(library, f"<{header}>", entry.path)
        for match in _CIMPORT.finditer(text):
            module = match.group(1) or match.group(2)
            if library := of_cimport(module):
                yield _Trace(library, f"cimport {module}", entry.path)
    for entry, text in _texts(snapshot, files, BUILD_FILES):
        for name in _asked(text):
            if library := of_pkgconfig(name):
                yield _Trace(library, f"{name} of pkg-config", entry.path)


def _texts(snapshot: Snapshot, entries: Iterable[Entry], ends: tuple[str, ...]) -> Iterator[tuple[Entry, str]]:
    """The beginnings of files; a content that stands in many places is read once."""
    chosen = {entry.id: entry for entry in entries if entry.name.endswith(ends)}
    for entry in itertools.islice(chosen.values(), MAX_FILES):
        if entry.size <= 64 * MAX_TEXT:
            yield entry, snapshot.text(entry, MAX_TEXT)


def _asked(text: str) -> Iterator[str]:
    for pattern in _ASKS:
        for match in pattern.finditer(text):
            yield from _WORD.findall(match.group(1))
