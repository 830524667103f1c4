from pathlib import Path

import pytest
import workflows
from collected import workflow
from gathered import gathered

from criteria.checks import changes_tested
from criteria.evidence.forge import CheckRun
from criteria.model import Outcome, Verdict

LIMITS = {"minimum_green": 0.95, "minimum_window_days": 90}


def _judge(path: Path, run: str, conclusion: str | None) -> Verdict:
    """A tree that runs this on changes, and a forge that saw checks end so; None for no forge."""
    captured = workflows.forge(*workflows.records(20, checks=(CheckRun("test", conclusion or ""),)))
    past = workflows.evidence(workflows.workflow(*workflows.changes(20)), captured if conclusion else None)
    tree = gathered(path / "r", workflow(run))
    return changes_tested.judge(past.with_evidence(tree["automation"], tree["test_census"]), LIMITS)


def test_tests_that_ran_green_on_changes_pass(tmp_path: Path) -> None:
    assert _judge(tmp_path, "pytest", "success").outcome is Outcome.PASS


@pytest.mark.threat("A12")
@pytest.mark.parametrize("run", ["echo tests passed", "pytest || true"])
def test_a_check_by_the_name_of_a_test_counts_for_nothing(tmp_path: Path, run: str) -> None:
    """F13 of the peers: whatever it ran, the name was enough."""
    assert _judge(tmp_path, run, "success").outcome is Outcome.FAIL


def test_what_was_merged_red_fails_and_without_a_forge_nothing_is_said(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", "pytest", "failure").outcome is Outcome.FAIL
    assert _judge(tmp_path / "b", "pytest", None).outcome is Outcome.NOT_ASSESSED
