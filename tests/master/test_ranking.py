"""The order of tests: the nearest to the change first, each file once, none left out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import snapshot_of

from master.errors import UsageError
from master.import_graph import ImportGraph, import_graph
from master.ranking import ALL, files_with_tests, rank, strata
from workers.cell import Selection

FILES = {
    "src/pkg/__init__.py": "",
    "src/pkg/core.py": "import os\n",
    "src/pkg/middle.py": "from pkg.core import x\n",
    "src/pkg/top.py": "from .middle import (\n    y)\n",
    "src/pkg/lazy.py": "def f():\n    from pkg import core\n",
    "src/pkg/fast.pyx": 'from pkg.fast cimport T\ninclude "part.pxi"\ncdef extern from "fast.h":\n    pass\n',
    "src/pkg/fast.pxd": "cimport pkg.core\n",
    "src/pkg/part.pxi": "",
    "src/pkg/fast.h": "",
    "src/pkg/alone.py": "import json, sys\n",
    "src/pkg/sage_like.py": "lazy_import('pkg.core', 'x')\n",
}
SELECT = Selection(("src/**/*.py", "src/**/*.pyx"), "run {files}")
PATHS = st.sampled_from([f"p/{letter}.py" for letter in "abcdefgh"])
EDGES = st.dictionaries(PATHS, st.sets(PATHS, max_size=4), max_size=8)


@pytest.fixture
def graph(tmp_path: Path) -> ImportGraph:
    return import_graph(snapshot_of(tmp_path, FILES))


def test_imports_of_each_kind(graph: ImportGraph) -> None:
    """Absolute, relative, within functions, lazily, by cimport, by inclusion and by header."""
    assert graph.at_import["src/pkg/core.py"] == {"src/pkg/middle.py", "src/pkg/fast.pxd"}
    assert graph.ever["src/pkg/core.py"] - graph.at_import["src/pkg/core.py"] == {
        "src/pkg/lazy.py", "src/pkg/sage_like.py"
    }  # fmt: skip
    assert graph.at_import["src/pkg/middle.py"] == {"src/pkg/top.py"}
    assert graph.at_import["src/pkg/part.pxi"] == graph.at_import["src/pkg/fast.h"] == {"src/pkg/fast.pyx"}


def test_strata_of_a_change(tmp_path: Path) -> None:
    """The changed file, who uses it, who uses those when imported, what failed before, the rest."""
    found = strata(snapshot_of(tmp_path, FILES), SELECT, ["src/pkg/core.py"], {"pkg.alone": 2})
    assert [(stratum.name, [path.removeprefix("src/pkg/") for path in stratum.files]) for stratum in found] == [
        ("changed files", ["core.py"]),
        ("direct importers", ["lazy.py", "middle.py", "sage_like.py"]),
        ("import-time closure", ["fast.pyx", "top.py"]),
        ("failed with such changes before", ["alone.py"]),
        ("rest", ["__init__.py"]),
    ]


def test_declarations_change_their_implementation(graph: ImportGraph) -> None:
    """A changed .pxd is a change of its .pyx."""
    found = rank(["src/pkg/fast.pyx"], {"src/pkg/fast.pxd"}, graph, {})
    assert found[0].name == "changed files"


def test_conftest_governs_what_is_below(graph: ImportGraph) -> None:
    """A changed conftest.py is near to the tests below it, and to no others."""
    found = rank(["a/test_x.py", "b/test_y.py"], {"a/conftest.py"}, graph, {})
    assert [(stratum.name, stratum.files) for stratum in found] == [
        ("direct importers", ("a/test_x.py",)), ("rest", ("b/test_y.py",))
    ]  # fmt: skip


def test_without_a_change(tmp_path: Path) -> None:
    """All files are equally near."""
    (only,) = strata(snapshot_of(tmp_path, FILES), SELECT, None, {})
    assert only.name == ALL
    assert len(only.files) == 8


@given(st.sets(PATHS), st.sets(PATHS), EDGES, EDGES, st.dictionaries(PATHS, st.integers(1, 5)))
def test_every_file_once(
    files: set[str], changed: set[str], early: dict[str, set[str]], late: dict[str, set[str]], failed: dict[str, int]
) -> None:
    """Whatever the graph looks like, loops included, no test is lost and none runs twice."""
    graph = ImportGraph(early, {path: early.get(path, set()) | late.get(path, set()) for path in {*early, *late}})
    found = [path for stratum in rank(files, changed, graph, failed) for path in stratum.files]
    assert sorted(found) == sorted(files)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("src/**/*.py", "src/a.py", True),
        ("src/**/*.py", "src/a/b/c.py", True),
        ("src/*.py", "src/a/b.py", False),
        ("**", "any/thing", True),
        ("test_?.py", "test_a.py", True),
        ("test_[ab].py", "test_a.py", False),
        ("a+b/*.py", "a+b/x.py", True),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, path: str, matches: bool) -> None:
    """Folders are told apart, and signs of regular expressions are plain."""
    snapshot = snapshot_of(tmp_path, {path: "", "zz/other.txt": ""})
    if matches:
        assert path in files_with_tests(snapshot, Selection((pattern,), "{files}"))
    else:
        with pytest.raises(UsageError, match="matches no file"):
            files_with_tests(snapshot, Selection((pattern,), "{files}"))
