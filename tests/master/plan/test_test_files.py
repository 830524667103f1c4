"""Which tests a repository has."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.pytest_settings import PytestSettings
from master.plan.test_files import TestFiles, find_tests

TEST = "def test_x():\n    pass\n"
CASE = "import unittest\nclass Works(unittest.TestCase):\n    pass\n"


def found_in(tmp_path: Path, files: dict[str, str | bytes], settings: PytestSettings | None = None) -> TestFiles:
    return find_tests(snapshot_of(tmp_path, {"x": "", **files}), settings or PytestSettings())


def test_pytest_comes_first(tmp_path: Path) -> None:
    """Files that pytest collects count before a script and before classes under other names."""
    found = found_in(tmp_path, {"tests/test_a.py": TEST, "a_test.py": CASE, "test.py": "", "tests/testb.py": CASE})
    assert found.pytest == ("a_test.py", "tests/test_a.py")
    assert (found.script, found.unittest) == (None, ())


def test_a_name_is_not_a_test(tmp_path: Path) -> None:
    """A file that only has the name of a test is none, unless the project has its own names for tests."""
    files: dict[str, str | bytes] = {"tests/test_data.py": "X = 1\n"}
    assert not found_in(tmp_path / "a", files)
    assert found_in(tmp_path / "b", files, PytestSettings(own_names=True)).pytest == ("tests/test_data.py",)


def test_script(tmp_path: Path) -> None:
    """A test script counts in the top folder only."""
    assert found_in(tmp_path / "a", {"test.py": "", "tests/testb.py": CASE}).script == "test.py"
    assert found_in(tmp_path / "b", {"pkg/test.py": ""}) == TestFiles()


def test_unittest(tmp_path: Path) -> None:
    """Classes of unittest under names that pytest does not collect."""
    found = found_in(tmp_path, {"pkg/testing.py": "", "pkg/tests.py": CASE, "build/tests.py": CASE})
    assert found.unittest == ("pkg/tests.py",)


def test_testpaths(tmp_path: Path) -> None:
    """Configured places count when they hold tests, else all do, as pytest has it."""
    files: dict[str, str | bytes] = {"a/test_a.py": TEST, "b/test_b.py": TEST}
    assert found_in(tmp_path / "a", files, PytestSettings(testpaths=("b",))).pytest == ("b/test_b.py",)
    assert len(found_in(tmp_path / "b", files, PytestSettings(testpaths=("gone",))).pytest) == 2


def test_needs(tmp_path: Path) -> None:
    """What test files, helpers beside them and conftest.py import is needed; what the package imports is not."""
    files = {
        "conftest.py": "import c\n",
        "tests/test_a.py": f"import t\n{TEST}",
        "tests/helper.py": "import h\n",
        "pkg/x.py": "import p\n",
    }
    needs = found_in(tmp_path, files).needs
    assert {"c", "t", "h"} <= needs
    assert "p" not in needs


@pytest.mark.threat("T16")
def test_hostile_files(tmp_path: Path) -> None:
    """Names that are no UTF-8, links and bytes that are no text change nothing."""
    snapshot = snapshot_of(
        tmp_path,
        {
            "tests/test_\udc80.py": TEST,
            "test_l.py": "/etc/passwd",
            "test_b.py": b"\xff\xfe\x00" * 1000 + b"\ndef test_x(): pass\n",
        },
        modes={"test_l.py": 0o120000},
    )
    found = find_tests(snapshot, PytestSettings())
    assert found.pytest == ("test_b.py", "tests/test_\udc80.py")
