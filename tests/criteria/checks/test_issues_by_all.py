"""QC.Man01.1: issues by people who are no members."""

import pytest
from workflows import evidence, forge, workflow

from criteria.checks import issues_by_all as check
from criteria.evidence.forge import Issues
from criteria.model import Outcome, Strength, Verdict


def _judge(issues: Issues | None) -> Verdict:
    return check.judge(evidence(workflow(), forge(issues=issues)), {})


def test_issues_from_outside_pass() -> None:
    """One that somebody opened is the proof that others can."""
    verdict = _judge(Issues(True, True, total=3, by_non_members=1))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.parametrize("issues", [Issues(enabled=False), Issues(True, False, total=9, by_non_members=9)])
def test_no_tracker_or_a_closed_one_fails(issues: Issues) -> None:
    """Members alone are not everybody."""
    assert _judge(issues).outcome is Outcome.FAIL


@pytest.mark.parametrize("issues", [None, Issues(), Issues(True, True), Issues(True, True, total=5, by_non_members=0)])
def test_what_is_not_known_stays_open(issues: Issues | None) -> None:
    """Nobody from outside came: that they could not is not shown."""
    assert _judge(issues).outcome is Outcome.NOT_ASSESSED
