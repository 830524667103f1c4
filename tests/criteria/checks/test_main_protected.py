"""QC.Wor01.1: rules of the forge, disproved by heads that were lost."""

import pytest
from workflows import NO_FORGE, archive, changes, evidence, forge, workflow

from criteria.checks import main_protected as check
from criteria.evidence.forge import BranchRules
from criteria.model import Outcome, Strength

LINE = workflow(*changes(20))


def test_rules_that_refuse_force_pushes_pass() -> None:
    """E2 by the forge's word, E3 where earlier heads are still there."""
    verdict = check.judge(evidence(LINE, forge()), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert check.judge(evidence(workflow(*changes(20), remembered=3), forge()), {}).strength is Strength.E3


@pytest.mark.parametrize("rules", [BranchRules(False), BranchRules(True, True), BranchRules(None, True)])
def test_a_branch_that_can_be_overwritten_fails(rules: BranchRules) -> None:
    """No rules at all are none."""
    assert check.judge(evidence(LINE, forge(branch_rules=rules)), {}).outcome is Outcome.FAIL


@pytest.mark.threat("A17")
def test_a_head_that_was_lost_disproves_the_rules() -> None:
    """What the forge says today does not undo what happened."""
    line = workflow(*changes(20), lost_heads=("f" * 40,), remembered=2)
    for captured in (None, forge()):
        verdict = check.judge(evidence(line, captured), {})
        assert verdict.outcome is Outcome.FAIL
        assert "f" * 40 in verdict.findings[0].message


def test_without_permission_to_see_the_rules_it_stays_open() -> None:
    """The reason is the one that the capture gives."""
    captured = forge(branch_rules=None, unknown={"branch_rules": "the token may not read them"})
    verdict = check.judge(evidence(LINE, captured), {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "the token may not read them" in verdict.reason
    assert NO_FORGE in check.judge(evidence(LINE), {}).reason
    assert check.judge(archive(forge()), {}).outcome is Outcome.NOT_ASSESSED
