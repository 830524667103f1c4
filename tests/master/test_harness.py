"""The harness: what it is made of, and when it writes its own results."""

from pathlib import Path

import pytest
from repos import commit_tree, snapshot_of

from criteria.snapshot import Snapshot
from master.change_side import Touched
from master.harness import changed_paths, is_harness, restorable, rewriting, touched

pytestmark = pytest.mark.threat("T19")


@pytest.mark.parametrize(
    "path",
    ["conftest.py", "tests/deep/conftest.py", "pytest.ini", "pytest.toml", "tox.ini", "setup.cfg", "pyproject.toml",
     ".assay.yml", "tests/testthat/helper-a.R", "sitecustomize.py", "x.pth", "x.dist-info/entry_points.txt",
     "pytest.py", "pytest/__init__.py", "_pytest/runner.py"],
)  # fmt: skip
def test_harness(path: str) -> None:
    """Whatever decides how tests run or what they are called is harness."""
    assert is_harness(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/a.py",
        "tests/test_conftest.py",
        "docs/conftest.md",
        "README.md",
        "a/Makefile.txt",
        "src/pytest/a.py",
        ".github/workflows/ci.yml",
        ".gitlab-ci.yml",
    ],
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
    assert (found.kept, found.gone) == ((), {"b.py", "c.py"})


def change(folder: Path, before: dict[str, str], after: dict[str, str], *commands: str) -> Touched:
    first, second = commit_tree(folder, before), commit_tree(folder, after)
    return touched(Snapshot(folder, first), Snapshot(folder, second), commands)


def test_what_no_control_run_puts_back(tmp_path: Path) -> None:
    """Settings that a build needs stay as the change has them, however many runners' files changed beside them."""
    found = change(tmp_path, {"conftest.py": "", "Makefile": "a"}, {"conftest.py": "#", "Makefile": "b"})
    assert (found.harness, found.kept) == (("Makefile", "conftest.py"), ("Makefile",))


def test_pipelines_are_told_and_decide_nothing(tmp_path: Path) -> None:
    """No cell reads the settings of a CI service."""
    found = change(tmp_path, {"a": ""}, {"a": "", ".github/workflows/ci.yml": "on: push\n"})
    assert (found.harness, found.pipelines) == ((), (".github/workflows/ci.yml",))


@pytest.mark.parametrize(
    ("command", "harness"),
    [
        ("./ci/test.sh", ("ci/test.sh",)),
        ("bash ci/test.sh -v", ("ci/test.sh",)),
        ("cd . && sh -e ci/test.sh", ("ci/test.sh",)),
        ("X=1 ci/test.sh", ("ci/test.sh",)),
        ("pytest ci/test.sh", ()),
        ("bash 'ci", ()),
    ],
)
def test_a_script_that_a_command_starts(tmp_path: Path, command: str, harness: tuple[str, ...]) -> None:
    """It decides how tests run as much as a Makefile does; a file that is only named as data does not."""
    assert change(tmp_path, {"ci/test.sh": "a"}, {"ci/test.sh": "b"}, command).harness == harness


def test_a_hook_that_comes_with_the_change(tmp_path: Path) -> None:
    """A conftest.py that sets outcomes is a sign where the change brings it, and old debt where it does not."""
    hook = "def pytest_runtest_makereport(item):\n    report.outcome = 'passed'\n"
    (tmp_path / "new").mkdir()
    assert "sets the outcome" in change(tmp_path / "new", {"a": ""}, {"a": "", "conftest.py": hook}).rewrites[0]
    (tmp_path / "old").mkdir()
    assert not change(tmp_path / "old", {"a": "", "conftest.py": hook}, {"a": "b", "conftest.py": hook}).rewrites


def test_changed_paths_of_the_same_commit(tmp_path: Path) -> None:
    """Nothing differs from itself."""
    one = snapshot_of(tmp_path, {"a": "1"})
    assert changed_paths(one, one) == set()


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
        "def pytest_runtest_makereport(item):\n    report.outcome = 'failed'\n",
        "def pytest_runtest_makereport(item): pass\n",
    ],
)
def test_an_honest_harness(tmp_path: Path, text: str) -> None:
    """Reading an outcome is not setting it."""
    assert rewriting(snapshot_of(tmp_path, {"conftest.py": text})) == ()
