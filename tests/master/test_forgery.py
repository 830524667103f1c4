"""Signs that a green is forged: each way to look green without the tests has its sentence, and honest work has none."""

from typing import Any

import attrs
import pytest
from cells import GOOD

from criteria.evidence.cells import TestCounts
from criteria.evidence.comparison import CellComparison
from master.change_side import Side, Touched
from master.comparison import compare_cell
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase

pytestmark = pytest.mark.threat("T19")
OLD, NEW, KEPT = "tests/test_a.py::old", "tests/test_b.py::new", "tests/test_k.py::kept"
CONFTEST = Touched(frozenset({"conftest.py"}), ("conftest.py",))
TESTS = attrs.evolve(CONFTEST, paths=frozenset({"conftest.py", "tests/test_a.py", "tests/test_b.py"}))


def side(cases: dict[str, str], **more: Any) -> Side:
    records = [TestCase(id_, outcome) for id_, outcome in {KEPT: PASSED, **cases}.items()]
    return Side(attrs.evolve(GOOD, tests=TestCounts(len(records), len(records)), **more), lambda: records)


def compared(
    base: dict[str, str], head: dict[str, str], touched: Touched, control: dict[str, str] | None = None
) -> CellComparison:
    return compare_cell(side(base), side(head), touched, control=side(control) if control is not None else None)


@pytest.mark.parametrize(
    ("touched", "base", "head", "control", "words"),
    [
        (TESTS, {OLD: PASSED}, {OLD: PASSED}, {OLD: FAILED}, "in changed files, green only with the changed harness"),
        (TESTS, {OLD: PASSED}, {OLD: PASSED}, {OLD: ERROR}, "in changed files, green only with the changed harness"),
        (TESTS, {}, {NEW: PASSED}, {NEW: FAILED}, "in changed files, green only with the changed harness"),
        (TESTS, {OLD: PASSED}, {}, {OLD: PASSED}, "seen only with the harness of the base"),
        (CONFTEST, {OLD: PASSED}, {OLD: SKIPPED}, {OLD: FAILED}, "seen only with the harness of the base"),
        (CONFTEST, {OLD: PASSED}, {OLD: PASSED}, {}, "not reached with the harness of the base"),
        (CONFTEST, {OLD: PASSED}, {OLD: SKIPPED}, {OLD: SKIPPED}, "skipped now, passed at the base"),
    ],
)
def test_a_lie_that_the_control_run_finds(
    touched: Touched, base: dict[str, str], head: dict[str, str], control: dict[str, str], words: str
) -> None:
    """Green, hidden or skipped with the changed harness alone; and nothing is called the same that was not tried."""
    found = compared(base, head, touched, control)
    assert any(words in sign for sign in found.signs), found
    assert "ends differently" not in " ".join(found.notes) or "skipped now" in words


def test_new_tests_that_need_a_new_fixture() -> None:
    """With the old harness they cannot start; that is told, and is no sign."""
    found = compared({}, {NEW: PASSED}, TESTS, {NEW: ERROR})
    assert not found.signs
    assert "1 test new, in need of the changed harness: tests/test_b.py::new" in found.notes


def test_a_harness_that_is_not_put_back_stays_a_sign() -> None:
    """A control run for conftest.py says nothing of options in pyproject.toml."""
    both = Touched(frozenset({"conftest.py", "pyproject.toml"}), ("conftest.py", "pyproject.toml"), ("pyproject.toml",))
    (sign,) = compared({}, {}, both, {}).signs
    assert sign.endswith("not run with that of the base: pyproject.toml")


def test_pipelines_are_a_note() -> None:
    """A reviewer is told; the gate is not held up."""
    found = compared({}, {}, Touched(frozenset({"a.yml"}), pipelines=("a.yml",)))
    assert (found.signs, "a.yml" in found.notes[0]) == ((), True)


def test_tests_that_are_taken_out() -> None:
    """From a file that stays: a sign; renamed: none; with the file: in plain sight."""
    stays = Touched(frozenset({"tests/test_a.py"}))
    assert "taken out of files that stay" in compared({OLD: PASSED}, {}, stays).signs[0]
    assert not compared({OLD: PASSED}, {"tests/test_a.py::renamed": PASSED}, stays).signs
    assert not compared({OLD: FAILED}, {}, stays).signs
    assert not compared({OLD: PASSED}, {}, attrs.evolve(stays, gone=frozenset({"tests/test_a.py"}))).signs


def test_what_does_not_fit_at_the_head_alone() -> None:
    """Integrity that the base lacks as well is old debt."""
    odd = ("the report tells of 0 failures, the log of the same command of 1",)
    assert compare_cell(side({}), side({}, integrity=odd), Touched()).signs == odd
    assert not compare_cell(side({}, integrity=odd), side({}, integrity=odd), Touched()).signs


def test_a_log_that_no_longer_confirms() -> None:
    """A report without the log that stood beside it at the base was written by somebody else than the runner."""
    before, now = side({}, test_report="results/junit.xml, log:pytest"), side({}, test_report="results/junit.xml")
    assert "confirms their report" in compare_cell(before, now, Touched()).signs[0]
    assert not compare_cell(now, before, Touched()).signs


def test_hooks_that_the_change_brings() -> None:
    """What was found in the text of the harness is a sign by itself."""
    touched = attrs.evolve(CONFTEST, rewrites=("conftest.py:2 sets the outcome of tests itself",))
    assert compared({}, {}, touched, {}).signs == touched.rewrites


def test_known_flaky_tests_forge_nothing() -> None:
    """A test that ends in different ways by itself may fail in the control run."""
    found = compare_cell(
        side({OLD: PASSED}), side({OLD: PASSED}), CONFTEST, known_flaky={OLD}, control=side({OLD: FAILED})
    )
    assert not found.signs
