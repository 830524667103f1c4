"""QC.Wor01: cells and the forge's checks at the head; the worst known thing decides."""

from typing import Any

import pytest
from cells import GOOD, failing, unable
from workflows import NO_FORGE, archive, changes, evidence, forge, workflow

from criteria.checks import main_works as check
from criteria.evidence.cells import CellResult, Cells
from criteria.evidence.forge import BranchRules, CheckRun, Forge
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict

RED = (CheckRun("test", "failure"), CheckRun("docs", "success"))


def _known(captured: Forge | None, *cells: CellResult, **line: Any) -> EvidenceSet:
    known = evidence(workflow(*changes(20), **line), captured)
    return known.with_evidence(Evidence("cells", Cells(cells), "test")) if cells else known


def _judge(captured: Forge | None, *cells: CellResult, **line: Any) -> Verdict:
    return check.judge(_known(captured, *cells, **line), {})


def test_cells_that_pass_at_the_head_are_the_strongest_proof() -> None:
    """E4 by our own execution; a green forge adds nothing to it."""
    for captured in (None, forge()):
        verdict = _judge(captured, GOOD)
        assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)


def test_the_checks_of_the_forge_alone_count_less() -> None:
    """E3: somebody else's execution, tied to this commit."""
    verdict = _judge(forge())
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert _judge(forge(), unable("no worker")).outcome is Outcome.PASS


def test_the_worst_known_thing_decides() -> None:
    """A red check is not hidden by a green cell, nor a red cell by a green check."""
    assert _judge(forge(head_checks=RED), GOOD).outcome is Outcome.FAIL
    assert _judge(forge(), failing("test", "exit code 1")).outcome is Outcome.FAIL
    assert _judge(forge(head_checks=RED)).findings[0].message == "The check test ended as failure."


def test_only_required_checks_count_where_some_are_required() -> None:
    """A red check that nobody asks for does not make the branch red."""
    rules = BranchRules(True, False, ("docs",), 1)
    assert _judge(forge(head_checks=RED, branch_rules=rules)).outcome is Outcome.PASS


@pytest.mark.threat("A12")
@pytest.mark.parametrize("conclusion", ["skipped", "neutral", "cancelled", "pending"])
def test_a_check_that_did_not_succeed_proves_nothing(conclusion: str) -> None:
    """Skipped is not green."""
    assert _judge(forge(head_checks=(CheckRun("test", conclusion),))).outcome is Outcome.NOT_ASSESSED


def test_checks_that_speak_of_nothing_prove_nothing() -> None:
    """A greeting that succeeded is no build; what the rules require needs no name of ours."""
    greeting = (CheckRun("welcome", "success"),)
    assert _judge(forge(head_checks=greeting, branch_rules=None)).outcome is Outcome.NOT_ASSESSED
    rules = BranchRules(True, False, ("welcome",), 1)
    assert _judge(forge(head_checks=greeting, branch_rules=rules)).outcome is Outcome.PASS


def test_another_commit_than_the_head_is_not_what_the_rule_speaks_of() -> None:
    """Neither by the branches of the repository nor by the forge."""
    assert _judge(forge(), GOOD, at_head=False).outcome is Outcome.NOT_ASSESSED
    assert _judge(None, GOOD, at_head=None, default=None).outcome is Outcome.NOT_ASSESSED
    assert _judge(forge(head="f" * 40), GOOD, at_head=None, default=None).outcome is Outcome.NOT_ASSESSED
    assert _judge(forge(), GOOD, at_head=None, default=None).outcome is Outcome.PASS


def test_without_means_it_stays_open() -> None:
    """No cell, no forge; or no history."""
    assert NO_FORGE in _judge(None).reason
    assert check.judge(archive(), {}).outcome is Outcome.NOT_ASSESSED
