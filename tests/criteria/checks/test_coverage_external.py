from pathlib import Path

from collected import judge

from criteria.checks import coverage_external
from criteria.model import Outcome, Strength


def test_external_code_is_counted_and_shown(tmp_path: Path) -> None:
    verdict = judge(coverage_external, tmp_path / "r", {"a.py": "x = 1\n", "vendor/b/c.py": "x = 1\ny = 2\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "1 files with 2 lines of external code"
    assert [finding.path for finding in verdict.findings] == ["vendor/b"]


def test_without_external_code_there_is_no_subject(tmp_path: Path) -> None:
    assert judge(coverage_external, tmp_path / "r", {"a.py": "x = 1\n"}).outcome is Outcome.NOT_APPLICABLE
