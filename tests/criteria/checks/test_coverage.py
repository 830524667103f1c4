"""QC.Uni01: coverage by our own denominator."""

import pytest
from cells import GOOD, cell, evidence, failing, unable
from hypothesis import given
from hypothesis import strategies as st

from criteria.checks import coverage
from criteria.evidence.cells import KIND, CellResult, Cells, FileCoverage, TestCounts
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict

PARAMETERS = {"minimum_coverage": 0.7, "maximum_excluded": 0.05, "minimum_share": 0.8}


def _judge(*cells: CellResult) -> Verdict:
    return coverage.judge(evidence(*cells), PARAMETERS)


def _files(*counts: tuple[int, int, int]) -> tuple[FileCoverage, ...]:
    return tuple(FileCoverage(f"f{number}.py", *three) for number, three in enumerate(counts))


def test_enough_covered_passes_and_names_the_cell() -> None:
    """Over all files, not their mean; executed by us."""
    verdict = _judge(cell(coverage=_files((690, 210, 0), (10, 90, 0))))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)
    assert verdict.found == "700 of 1,000 statements (70.0%)"
    assert "measured in debian-12/amd64/py3.11" in verdict.reason


def test_too_little_fails_with_the_worst_files_first() -> None:
    """The findings say where to begin."""
    verdict = _judge(cell(coverage=_files((60, 40, 0), (100, 0, 0), (0, 90, 0))))
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["f2.py", "f0.py"]


@pytest.mark.threat("A11")
def test_everything_excluded_is_not_everything_covered() -> None:
    """A11, F9: 100 % of nothing fails; both numbers are told."""
    verdict = _judge(cell(coverage=_files((0, 0, 1000))))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.found == "0 of 950 statements (0.0%)"
    assert "1,000 statements are excluded by the project, of which 950 count as missing" in verdict.reason


def test_excluded_statements_count_as_missing_beyond_the_share() -> None:
    """A11: up to the share they are left out, above it they are missing."""
    assert _judge(cell(coverage=_files((665, 285, 50)))).outcome is Outcome.PASS
    verdict = _judge(cell(coverage=_files((665, 235, 100))))
    assert verdict.outcome is Outcome.PASS
    assert verdict.found == "665 of 950 statements (70.0%)"
    assert _judge(cell(coverage=_files((600, 100, 300)))).outcome is Outcome.FAIL


def test_nothing_measured_is_not_assessed() -> None:
    """No coverage, no file, no statement: unknown, never 0 % and never 100 %."""
    for measured in (None, (), _files((0, 0, 0))):
        assert _judge(cell(coverage=measured)).outcome is Outcome.NOT_ASSESSED


def test_only_a_cell_whose_tests_passed_says_anything() -> None:
    """Coverage of a failing, skipped or suspicious run is no coverage by tests."""
    full = _files((100, 0, 0))
    for broken in (
        failing("test", "exit code 1", tests=TestCounts(total=1, failed=1), coverage=full),
        cell(tests=TestCounts(total=1, skipped=1), coverage=full),
        cell(integrity=("vanished tests",), coverage=full),
    ):
        verdict = _judge(broken, unable("no worker"))
        assert verdict.outcome is Outcome.NOT_ASSESSED
        assert "did not run to a good end" in verdict.reason


def test_of_several_cells_the_best_counts() -> None:
    """A platform that leaves branches out does not lower the coverage; the cell is named."""
    best = cell(id="best", coverage=_files((90, 10, 0)))
    verdict = _judge(GOOD, best, cell(id="low", coverage=_files((10, 90, 0))))
    assert verdict.outcome is Outcome.PASS
    assert "90 of 100 statements (90.0%) in 1 files, measured in best" in verdict.reason


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_excluding_more_never_helps_beyond_the_share(covered: int, missing: int, excluded: int) -> None:
    """Moving missing statements to excluded gains at most the allowed share."""
    verdict = _judge(cell(coverage=_files((covered, missing, excluded))))
    everything = covered + missing + excluded
    if verdict.outcome is Outcome.PASS:
        assert covered >= 0.7 * (everything - 0.05 * everything) - 1


def test_the_scripts_do_not_speak_for_the_code() -> None:
    """L1: coverage of a few Python lines is not assessed as coverage of a code in another language."""
    data = Cells((cell(coverage=_files((90, 0, 0))),), measurable=90, unmeasured={"Fortran": 9000, "C": 10})
    verdict = coverage.judge(EvidenceSet({KIND: Evidence(KIND, data, "test")}), PARAMETERS)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "90 of 9,100" in verdict.reason
    assert "Fortran" in verdict.reason
