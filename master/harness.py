"""The harness of a repository: the files that decide how its tests run, and so could make them look better (T19)."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

import pygit2

from criteria.printable import printable
from criteria.snapshot import Snapshot
from master.comparison import Touched

# Put back for the control run: code and settings of test runners alone, which no build needs.
RUNNER = (
    "conftest.py", "pytest.ini", ".pytest.ini", "tox.ini", ".coveragerc", "noxfile.py", "sitecustomize.py",
    "usercustomize.py", "*.pth", "CTestCustom.cmake", "CTestConfig.cmake", "jest.config.*", "vitest.config.*",
    ".mocharc.*", "karma.conf.*",
)  # fmt: skip
# Only told: they say other things as well, and an old one may not build a new tree.
SETTINGS = (
    "pyproject.toml", "setup.cfg", "setup.py", "package.json", "CMakeLists.txt", "meson.build", "Makefile",
    "Cargo.toml", ".assay.yml", ".assay.yaml", ".gitlab-ci.yml", ".travis.yml", "Jenkinsfile",
)  # fmt: skip
FOLDERS = (".github/workflows/", ".circleci/", ".sqa/", ".assay/", "tests/testthat/setup", "tests/testthat/helper")


MAX_SIZE = 2**20  # bytes of a conftest.py that is read
# A hook that sets what a test came to, or what the run came to; hooks that only read or add to a report are common.
_REWRITES = re.compile(r"^[^#\n]{0,300}\.(?P<what>outcome|exitstatus)[ \t]{0,8}=(?!=)", re.MULTILINE)


def rewriting(snapshot: Snapshot) -> tuple[str, ...]:
    """Where a harness sets outcomes itself: its green is not that of the tests (T19). One sentence per file."""
    found = []
    for entry in snapshot.files():
        if entry.name != "conftest.py" or entry.size > MAX_SIZE:
            continue
        text = snapshot.text(entry, MAX_SIZE)
        if match := _REWRITES.search(text):
            line = text.count("\n", 0, match.end()) + 1
            found.append(f"{printable(entry.path)}:{line} sets the {match['what']} of tests itself")
    return tuple(found[:20])


def touched(base: Snapshot, head: Snapshot) -> Touched:
    """What differs between two commits of one repository."""
    paths = changed_paths(base, head)
    return Touched(frozenset(paths), tuple(path for path in sorted(paths) if is_harness(path)))


def is_harness(path: str) -> bool:
    name = path.rpartition("/")[2]
    return _named(name, (*RUNNER, *SETTINGS)) or path.startswith(FOLDERS)


def restorable(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the harness that a control run takes from the base."""
    return tuple(path for path in paths if _named(path.rpartition("/")[2], RUNNER))


def changed_paths(base: Snapshot, head: Snapshot) -> set[str]:
    """Paths whose content differs; of a renamed file both."""
    repository = pygit2.Repository(str(head.repository))
    difference = repository.diff(base.commit, head.commit)
    return {
        bytes(file.raw_path).decode("utf-8", errors="surrogateescape")
        for delta in difference.deltas
        for file in (delta.old_file, delta.new_file)
    }


def _named(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
