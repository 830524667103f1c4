from pathlib import Path

import pytest
from collected import judge, workflow

from criteria.checks import coverage_automated
from criteria.model import Outcome, Strength, Verdict


def _judge(path: Path, files: dict[str, str], **retrieval: object) -> Verdict:
    return judge(coverage_automated, path, files, **retrieval)


@pytest.mark.parametrize("on", ["push", "{push: {branches: [main]}}", "{schedule: [{cron: '0 0 * * 0'}]}"])
def test_a_job_that_measures_by_itself_passes(tmp_path: Path, on: str) -> None:
    """Here once a week is enough; each change is another rule."""
    verdict = _judge(tmp_path / "r", workflow("pytest --cov", on=on) | {".coveragerc": "[run]\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files", [{}, workflow("pytest --cov", on="workflow_dispatch"), workflow("pytest --cov", job="if: false")]
)
def test_a_job_that_waits_for_a_person_or_never_runs_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert _judge(tmp_path / "r", files).outcome is Outcome.FAIL


def test_unread_files_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {".circleci/config.yml": "a: &a 1\nb: *a\n"}).outcome is Outcome.NOT_ASSESSED
