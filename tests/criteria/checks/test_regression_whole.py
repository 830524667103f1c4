import pytest
from cells import cell, evidence, failing, unable

from criteria.checks import regression_whole
from criteria.evidence.cells import CellResult, Command, TestCounts
from criteria.model import Outcome, Strength, Verdict


def _judge(*cells: CellResult) -> Verdict:
    return regression_whole.judge(evidence(*cells), {"maximum_skipped": 0.2})


def test_a_whole_run_passes() -> None:
    verdict = _judge(cell())
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)


def test_failing_tests_were_run_all_the_same() -> None:
    """That they fail is another rule's."""
    counts = TestCounts(total=10, passed=8, failed=2)
    assert _judge(failing("test", "2 failed", tests=counts)).outcome is Outcome.PASS


@pytest.mark.threat("A9")
def test_too_many_skipped_tests_fail() -> None:
    assert _judge(cell(tests=TestCounts(total=10, passed=7, skipped=3))).outcome is Outcome.FAIL
    assert _judge(cell(tests=TestCounts(total=10, skipped=10))).outcome is Outcome.FAIL


@pytest.mark.threat("A9")
@pytest.mark.parametrize(
    "command", ["pytest --deselect tests/test_a.py", "pytest --ignore=tests/slow", "pytest --lf", "pytest --maxfail=1"]
)
def test_an_option_that_leaves_tests_out_fails(command: str) -> None:
    assert _judge(cell(commands=(Command("test", command, 0, 1.0),))).outcome is Outcome.FAIL


def test_one_cell_with_all_tests_is_enough() -> None:
    """Another may lack what some tests need."""
    assert _judge(cell(), cell(id="b", tests=TestCounts(total=10, passed=1, skipped=9))).outcome is Outcome.PASS


def test_without_counted_tests_nothing_is_said() -> None:
    assert _judge(unable("no engine")).outcome is Outcome.NOT_ASSESSED
    assert _judge(cell(tests=None)).outcome is Outcome.NOT_ASSESSED
    assert _judge().outcome is Outcome.NOT_ASSESSED
