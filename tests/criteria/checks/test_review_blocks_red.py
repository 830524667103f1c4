"""QC.Rev01.3: checks that the rules require."""

import pytest
from workflows import evidence, forge, workflow

from criteria.checks import review_blocks_red as check
from criteria.evidence.forge import BranchRules
from criteria.model import Outcome, Strength, Verdict


def _judge(rules: BranchRules | None) -> Verdict:
    return check.judge(evidence(workflow(), forge(branch_rules=rules)), {})


def test_required_checks_pass() -> None:
    """The forge's word: E2."""
    verdict = _judge(BranchRules(True, False, ("test", "build")))
    assert (verdict.outcome, verdict.strength, verdict.found) == (Outcome.PASS, Strength.E2, "test, build")


@pytest.mark.parametrize("rules", [BranchRules(False), BranchRules(True, False, ()), BranchRules(False, None, ("x",))])
def test_none_required_fails(rules: BranchRules) -> None:
    """A branch without rules keeps nothing back."""
    assert _judge(rules).outcome is Outcome.FAIL


@pytest.mark.parametrize("rules", [None, BranchRules(), BranchRules(True, False)])
def test_rules_that_were_not_read_stay_open(rules: BranchRules | None) -> None:
    """Reading them takes a permission."""
    assert _judge(rules).outcome is Outcome.NOT_ASSESSED
