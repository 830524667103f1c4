from pathlib import Path

from cells import cell, unable
from collected import judge

from criteria.checks import coverage_critical
from criteria.evidence.cells import CellResult, Cells, FileCoverage
from criteria.model import Evidence, Outcome, Strength, Verdict

CODECOV = "component_management: {individual_components: [{name: core, paths: ['star/core/**']}]}\n"


def _judge(path: Path, *cells: CellResult, text: str = CODECOV) -> Verdict:
    evidence = [Evidence("cells", Cells(cells), "test")] if cells else []
    return judge(coverage_critical, path, {"codecov.yml": text}, *evidence)


def _covered(covered: int, missing: int, excluded: int = 0) -> CellResult:
    return cell(
        coverage=(FileCoverage("star/core/a.py", covered, missing, excluded), FileCoverage("star/b.py", 0, 500, 0))
    )


def test_critical_files_with_high_coverage_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", _covered(90, 10))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)


def test_critical_files_with_less_fail_and_what_is_excluded_counts(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", _covered(80, 20)).outcome is Outcome.FAIL
    assert _judge(tmp_path / "s", _covered(90, 0, 60)).outcome is Outcome.FAIL


def test_without_critical_paths_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", _covered(1, 9), text="coverage: {}\n").outcome is Outcome.NOT_APPLICABLE


def test_without_a_measurement_nothing_is_said(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r").outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", unable("no engine")).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "t", cell(coverage=(FileCoverage("star/b.py", 1, 0, 0),))).outcome is Outcome.NOT_ASSESSED
