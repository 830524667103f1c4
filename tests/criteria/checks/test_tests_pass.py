"""QC.Uni01@devel: over all cells, the worst known one decides."""

import attrs
import pytest
from cells import GOOD, cell, evidence, failing, unable
from hypothesis import given
from hypothesis import strategies as st

from criteria.cell_verdict import about_tests
from criteria.checks import tests_pass as check
from criteria.evidence import test_census
from criteria.evidence.cells import CellResult, TestCounts
from criteria.evidence.test_census import TestCensus, TestFile
from criteria.model import Evidence, Outcome, Strength, Verdict

BROKEN = failing(
    "test", "exit code 1", id="debian-12/arm64/py3.11", tests=TestCounts(total=2, failed=2), failed_tests=("a",)
)
UNABLE = unable("no worker for arm64", id="debian-12/arm64/py3.11")


def _judge(*cells: CellResult) -> Verdict:
    return check.judge(evidence(*cells), {})


def test_all_cells_passed_is_a_pass_by_execution() -> None:
    """E4, and the reason says whose word it is."""
    verdict = _judge(GOOD, cell(id="debian-12/arm64/py3.11"))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)
    assert verdict.reason.startswith("as the project's harness reports: debian-12/amd64/py3.11: 10 passed")
    assert verdict.found == "2 cells: 2 passed, 0 failed, 0 not assessed"


def test_one_failing_cell_fails_and_is_named() -> None:
    """The reason holds the failing cells only; their tests are findings."""
    verdict = _judge(GOOD, BROKEN, UNABLE)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason == "debian-12/arm64/py3.11: 2 of 2 tests failed: a"
    assert [finding.message for finding in verdict.findings] == ["debian-12/arm64/py3.11: a"]


def test_one_unknown_cell_leaves_it_open() -> None:
    """A cell that we could not run is never covered by one that passed."""
    verdict = _judge(GOOD, UNABLE)
    assert (verdict.outcome, verdict.reason) == (
        Outcome.NOT_ASSESSED,
        "debian-12/arm64/py3.11: could not run: no worker for arm64",
    )


def test_the_weakest_cell_gives_the_strength() -> None:
    """A cell without isolation does not borrow the sandbox of another."""
    assert _judge(GOOD, cell(id="host", isolation="none")).strength is Strength.E3


def test_no_cell_is_not_assessed() -> None:
    """All of no cells is nothing."""
    assert _judge().outcome is Outcome.NOT_ASSESSED


def test_many_cells_make_no_endless_sentence() -> None:
    """Five are named, the rest is counted."""
    verdict = _judge(*(failing("build", "exit code 1", id=f"c{number}") for number in range(20)))
    assert verdict.reason.endswith("and 15 more cells")


@given(st.lists(st.sampled_from([GOOD, BROKEN, UNABLE, cell(integrity=("x",)), cell(tests=TestCounts())]), max_size=6))
def test_the_worst_known_cell_decides(cells: list[CellResult]) -> None:
    """V1: any fail, then any unknown, then pass; the order of the cells does not matter."""
    outcomes = {about_tests(item).outcome for item in cells}
    order = (Outcome.FAIL, Outcome.NOT_ASSESSED, Outcome.PASS)
    expected = next((outcome for outcome in order if outcome in outcomes), Outcome.NOT_ASSESSED)
    assert _judge(*cells).outcome is expected is _judge(*reversed(cells)).outcome


@pytest.mark.threat("A9")
def test_a_suite_that_asks_nothing_fails_however_well_it_ends() -> None:
    """Tests without any assertion that can fail pass with any code; what failed or is unknown stays what it is."""
    suite = TestCensus((TestFile("tests/test_a.py", "Python", "apart", 3, 0),), (), 0, 0, 0, 0, ())
    seen = Evidence(test_census.KIND, suite, "test")
    verdict = check.judge(evidence(GOOD).with_evidence(seen), {})
    assert verdict.outcome is Outcome.FAIL
    assert "none of the 3 test functions holds an assertion" in verdict.reason
    assert check.judge(evidence(UNABLE).with_evidence(seen), {}).outcome is Outcome.NOT_ASSESSED
    prompts = attrs.evolve(suite, doctests=4, doctest_files=1)
    more = evidence(GOOD).with_evidence(Evidence(test_census.KIND, prompts, "test"))
    assert check.judge(more, {}).outcome is Outcome.PASS
