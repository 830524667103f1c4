from pathlib import Path

import pytest
from collected import judge, workflow

from criteria.checks import regression_per_change
from criteria.model import Outcome, Strength, Verdict

TEST = {"tests/test_a.py": "def test_a(): assert 1\n"}


def _judge(path: Path, files: dict[str, str], **retrieval: object) -> Verdict:
    return judge(regression_per_change, path, files, **retrieval)


def test_a_job_that_runs_the_tests_of_the_tree_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", workflow("pytest") | TEST)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.threat("A9")
def test_without_tests_in_the_tree_it_is_worth_less(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", workflow("pytest")).strength is Strength.E2


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        {},
        workflow("echo tests passed"),
        workflow("pytest || true"),
        workflow("pytest", job="if: false"),
        workflow("pytest", on="workflow_dispatch"),
        workflow("pytest", job="continue-on-error: true"),
        workflow("pytest --collect-only"),
    ],
)
def test_what_cannot_fail_or_run_on_a_change_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert _judge(tmp_path / "r", files | TEST).outcome is Outcome.FAIL


def test_unread_files_and_archives_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {".gitlab-ci.yml": "a: &a 1\nb: *a\n"}).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", TEST, versioned=False).outcome is Outcome.NOT_ASSESSED
