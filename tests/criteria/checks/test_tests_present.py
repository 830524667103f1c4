from pathlib import Path

import pytest
from gathered import changed, gathered

from criteria.checks import tests_present
from criteria.model import Outcome

LIMITS = {"minimum_tests": 1}


@pytest.mark.parametrize(
    "files",
    [
        {"tests/test_a.py": "def test_a():\n    assert True\n"},
        {"a.py": 'def f():\n    """\n    >>> f()\n    1\n    """\n    return 1\n'},
    ],
)
def test_functions_and_doctests_count(tmp_path: Path, files: dict[str, str]) -> None:
    assert tests_present.judge(gathered(tmp_path / "r", files), LIMITS).outcome is Outcome.PASS


@pytest.mark.threat("A9")
def test_files_that_are_only_called_tests_fail(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", {"tests/test_a.py": "", "tests/__init__.py": "", "a.py": "x = 1\n"})
    assert tests_present.judge(evidence, LIMITS).outcome is Outcome.FAIL


def test_unread_tests_and_a_tree_without_code(tmp_path: Path) -> None:
    unread = changed(gathered(tmp_path / "a", {"a.py": "x = 1\n"}), "test_census", unread=("tests/test_a.py",))
    assert tests_present.judge(unread, LIMITS).outcome is Outcome.NOT_ASSESSED
    assert tests_present.judge(gathered(tmp_path / "b", {"a.md": "x\n"}), LIMITS).outcome is Outcome.NOT_APPLICABLE
