"""The harness of a repository: the files that decide how its tests run, and so could make them look better (T19)."""

import re
import shlex
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

import pygit2

from criteria.printable import printable
from criteria.snapshot import Snapshot
from master.change_side import Touched
from master.harness_settings import decides

# Put back for the control run: code and settings of test runners alone, which no build needs. A package named like
# pytest stands in for it, and the metadata of a package that lies in the tree brings plugins.
RUNNER = (
    "conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "tox.ini", "tox.toml", ".coveragerc",
    "noxfile.py", "sitecustomize.py", "usercustomize.py", "*.pth", "entry_points.txt", "pytest.py", "_pytest.py",
    "pluggy.py", "CTestCustom.cmake", "CTestConfig.cmake", "jest.config.*", "vitest.config.*", ".mocharc.*",
    "karma.conf.*",
)  # fmt: skip
RUNNER_FOLDERS = ("pytest/", "_pytest/", "pluggy/")
# Left as the change has them: they say other things as well, and an old one may not build a new tree.
SETTINGS = (
    "pyproject.toml", "setup.cfg", "setup.py", "package.json", "CMakeLists.txt", "meson.build", "Makefile",
    "Cargo.toml", ".assay.yml", ".assay.yaml",
)  # fmt: skip
FOLDERS = (".sqa/", ".assay/", "tests/testthat/setup", "tests/testthat/helper")
# No cell of ours reads these: a reviewer is told, and nothing more follows.
PIPELINES = (".gitlab-ci.yml", ".travis.yml", "Jenkinsfile", "appveyor.yml", "azure-pipelines.yml")
PIPELINE_FOLDERS = (".github/", ".circleci/", ".gitlab/")

_SHELLS = ("sh", "bash", "dash", "source", ".", "env", "time", "exec")

MAX_SIZE = 2**20  # bytes of a file of the harness that is read
# A hook that sets what a test came to, or what the run came to; hooks that only read or add to a report are common,
# and one that makes it worse forges nothing.
_REWRITES = re.compile(
    r"^[^#\n]{0,300}\.(?P<what>outcome|exitstatus)[ \t]{0,8}=(?!=)(?![ \t]{0,8}[\"']failed[\"'])", re.MULTILINE
)


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


def touched(base: Snapshot, head: Snapshot, commands: Iterable[str] = ()) -> Touched:
    """What differs between two commits of one repository. `commands`: of the cells; scripts they start are harness."""
    paths = changed_paths(base, head)
    own = set(_started(commands))
    harness = tuple(path for path in sorted(paths) if path in own or (is_harness(path) and decides(path, base, head)))
    put_back = restorable(harness)
    return Touched(
        paths=frozenset(paths),
        harness=harness,
        kept=tuple(path for path in harness if path not in put_back),
        gone=frozenset(path for path in paths if path not in head.by_path),
        rewrites=tuple(sentence for sentence in rewriting(head) if sentence not in rewriting(base)),
        pipelines=tuple(path for path in sorted(paths) if _in(path, PIPELINES, PIPELINE_FOLDERS)),
    )


def is_harness(path: str) -> bool:
    return _in(path, (*RUNNER, *SETTINGS), (*RUNNER_FOLDERS, *FOLDERS))


def restorable(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the harness that a control run takes from the base."""
    return tuple(path for path in paths if _in(path, RUNNER, RUNNER_FOLDERS))


def changed_paths(base: Snapshot, head: Snapshot) -> set[str]:
    """Paths whose content differs; of a renamed file both."""
    repository = pygit2.Repository(str(head.repository))
    difference = repository.diff(base.commit, head.commit)
    return {
        bytes(file.raw_path).decode("utf-8", errors="surrogateescape")
        for delta in difference.deltas
        for file in (delta.old_file, delta.new_file)
    }


def _in(path: str, names: Iterable[str], folders: tuple[str, ...]) -> bool:
    name = path.rpartition("/")[2]
    return path.startswith(folders) or any(fnmatchcase(name, pattern) for pattern in names)


def _started(commands: Iterable[str]) -> Iterator[str]:
    """Files of the tree that commands run as programs: the first word of a command, and what a shell is given."""
    for command in commands:
        try:
            words = list(shlex.shlex(command, posix=True, punctuation_chars=True))
        except ValueError:  # quotes that do not close; the shell will say so
            continue
        first = True
        for word in words:
            if first and not word.startswith("-"):
                yield word.removeprefix("./")
            first = word in _SHELLS or set(word) <= set(";|&()") or (first and (word.startswith("-") or "=" in word))
