"""The tests of a Python repository, found by names and by a linear look at the text; nothing is run.

In order of preference: what pytest collects, a test script in the top folder, unittest classes under other names.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

import attrs

from criteria.snapshot import Entry, Snapshot
from master.plan.imports import MAX_TEXT, distributions, imported
from master.plan.pytest_settings import DEFAULT_SKIPPED, PytestSettings

SCRIPTS = ("test.py", "runtests.py", "run_tests.py")
UNITTEST_FILES = ("test*.py", "tests.py")
MAX_FILES = 5000  # beyond them only names count
MAX_SIZE = 2**20  # bytes; of a larger file only the name counts
_HAS_TESTS = re.compile(
    r"^[ \t]*(?:(?:async[ \t]+)?def[ \t]+test|class[ \t]+\w*Test|class[ \t]+[^\n]*TestCase)", re.MULTILINE
)
_HAS_TEST_CASE = re.compile(r"^[ \t]*class[ \t]+[^\n]*TestCase", re.MULTILINE)


@attrs.frozen
class TestFiles:
    """`needs`: normalised names of distributions that may bring what the test files import."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    pytest: tuple[str, ...] = ()
    script: str | None = None
    unittest: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.pytest or self.script or self.unittest)


def find_tests(snapshot: Snapshot, settings: PytestSettings) -> TestFiles:
    python = [entry for entry in snapshot.files() if entry.name.endswith(".py")]
    named = [entry for entry in python if settings.is_test_path(entry.path)]
    placed = [entry for entry in named if settings.is_below_testpaths(entry.path)] or named
    collected = placed if settings.own_names else _holding(snapshot, placed, _HAS_TESTS)
    script = next((name for name in SCRIPTS if name in snapshot.by_path and snapshot.by_path[name].is_file), None)
    classes = [] if collected or script else _unittest_files(snapshot, python)
    tests = collected or ([snapshot.by_path[script]] if script else classes)
    return TestFiles(
        pytest=tuple(entry.path for entry in collected),
        script=None if collected else script,
        unittest=tuple(entry.path for entry in classes),
        needs=distributions(_imports(snapshot, _with_helpers(tests, python))),
    )


def _unittest_files(snapshot: Snapshot, python: Iterable[Entry]) -> list[Entry]:
    named = [entry for entry in python if any(fnmatchcase(entry.name, pattern) for pattern in UNITTEST_FILES)]
    kept = [entry for entry in named if entry.size <= MAX_SIZE and not _is_skipped(entry.folder)]
    return _holding(snapshot, kept[:MAX_FILES], _HAS_TEST_CASE)


def _is_skipped(folder: str) -> bool:
    return any(fnmatchcase(part, pattern) for part in folder.split("/") if part for pattern in DEFAULT_SKIPPED)


def _holding(snapshot: Snapshot, entries: Iterable[Entry], pattern: re.Pattern[str]) -> list[Entry]:
    """Those whose text has the pattern; a content that stands in many places is read once."""
    known: dict[str, bool] = {}
    found = []
    for number, entry in enumerate(entries):
        if entry.id not in known:
            unread = number >= MAX_FILES or entry.size > MAX_SIZE
            known[entry.id] = unread or pattern.search(snapshot.text(entry, MAX_TEXT)) is not None
        if known[entry.id]:
            found.append(entry)
    return found


def _with_helpers(tests: list[Entry], python: Iterable[Entry]) -> Iterator[Entry]:
    """The test files, every conftest.py, and the other Python files of folders that hold only tests."""
    paths = {entry.path for entry in tests}
    folders = {entry.folder for entry in tests if "test" in entry.folder.lower()}
    for entry in python:
        if entry.path in paths or entry.name == "conftest.py" or entry.folder in folders:
            yield entry


def _imports(snapshot: Snapshot, entries: Iterable[Entry]) -> set[str]:
    names: set[str] = set()
    contents = {entry.id: entry for entry in entries if entry.size <= MAX_SIZE}
    for entry in itertools.islice(contents.values(), MAX_FILES):
        names.update(imported(snapshot.text(entry, MAX_TEXT)))
    return names
