"""The harness: what it is made of, and when it writes its own results."""

from pathlib import Path

import pytest
from repos import commit_tree, snapshot_of

from criteria.snapshot import Snapshot
from master.harness import is_harness, restorable, rewriting, touched

pytestmark = pytest.mark.threat("T19")


@pytest.mark.parametrize(
    "path",
    ["conftest.py", "tests/deep/conftest.py", "pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", ".assay.yml",
     ".github/workflows/ci.yml", ".gitlab-ci.yml", "tests/testthat/helper-a.R", "sitecustomize.py", "x.pth"],
)  # fmt: skip
def test_harness(path: str) -> None:
    """Whatever decides how tests run or what they are called is harness."""
    assert is_harness(path)


@pytest.mark.parametrize(
    "path", ["src/a.py", "tests/test_conftest.py", "docs/conftest.md", "README.md", "a/Makefile.txt"]
)
def test_no_harness(path: str) -> None:
    """Code, tests and prose are not."""
    assert not is_harness(path)


def test_only_runners_are_put_back() -> None:
    """A control run takes over no file that a build may need."""
    assert restorable(["a/conftest.py", "pyproject.toml", "setup.py", "pytest.ini"]) == ("a/conftest.py", "pytest.ini")


def test_touched(tmp_path: Path) -> None:
    """Changed, added, removed and renamed paths, and those of the harness among them."""
    first = commit_tree(tmp_path, {"a.py": "1" * 100, "b.py": "2", "conftest.py": "", "c.py": "3" * 200})
    second = commit_tree(tmp_path, {"a.py": "0" * 100, "conftest.py": "#", "d.py": "3" * 200})
    found = touched(Snapshot(tmp_path, first), Snapshot(tmp_path, second))
    assert found.paths == {"a.py", "b.py", "c.py", "d.py", "conftest.py"}
    assert found.harness == ("conftest.py",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "def pytest_runtest_makereport(item):\n    r = out.get_result()\n    r.outcome = 'passed'\n",
            ":3 sets the outcome",
        ),
        ("def pytest_sessionfinish(session):\n    session.exitstatus=0\n", ":2 sets the exitstatus"),
    ],
)
def test_a_harness_that_writes_its_own_results(tmp_path: Path, text: str, what: str) -> None:
    """It is told with file and line, wherever the conftest.py stands."""
    (sentence,) = rewriting(snapshot_of(tmp_path, {"tests/conftest.py": text}))
    assert sentence.startswith("tests/conftest.py")
    assert what in sentence


@pytest.mark.parametrize(
    "text",
    [
        "if report.outcome == 'passed': pass\n",
        "# r.outcome = 'passed'\n",
        "def pytest_runtest_makereport(item): pass\n",
    ],
)
def test_an_honest_harness(tmp_path: Path, text: str) -> None:
    """Reading an outcome is not setting it."""
    assert rewriting(snapshot_of(tmp_path, {"conftest.py": text})) == ()
