from pathlib import Path

from collected import workflow
from gathered import gathered

from criteria.checks import workflow_safety
from criteria.model import Outcome


def test_foreign_text_in_a_script_fails_and_plain_scripts_pass(tmp_path: Path) -> None:
    bad = gathered(tmp_path / "a", workflow("echo ${{ github.event.pull_request.title }}", on="pull_request_target"))
    verdict = workflow_safety.judge(bad, {})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == ".github/workflows/ci.yml"
    assert workflow_safety.judge(gathered(tmp_path / "b", workflow("pytest")), {}).outcome is Outcome.PASS


def test_a_workflow_that_cannot_be_read_is_not_assessed(tmp_path: Path) -> None:
    broken = gathered(tmp_path / "a", {".github/workflows/ci.yml": "on: [push\njobs: {"})
    assert workflow_safety.judge(broken, {}).outcome is Outcome.NOT_ASSESSED
    archive = gathered(tmp_path / "b", {"a.py": "x = 1\n"}, versioned=False)
    assert workflow_safety.judge(archive, {}).outcome is Outcome.NOT_ASSESSED


def test_without_workflows_there_is_no_subject(tmp_path: Path) -> None:
    assert workflow_safety.judge(gathered(tmp_path / "r", {"a.py": "x = 1\n"}), {}).outcome is Outcome.NOT_APPLICABLE
