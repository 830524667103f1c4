"""QC.Man02.6: requests that name the issue they belong to."""

from workflows import NO_FORGE, archive, changes, evidence, forge, limits, records, workflow

from criteria.checks import requests_name_issues as check
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import Workflow
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Man02.6")


LINE = workflow(*changes(20))
CLOSING = workflow(*changes(10, closes=(7,)), *changes(10, start=11))


def _judge(captured: Forge | None, line: Workflow = LINE) -> Verdict:
    return check.judge(evidence(line, captured), LIMITS)


def test_requests_that_name_their_issue_pass() -> None:
    """E3 by the forge and the history together, E2 by closing keywords alone."""
    assert _judge(forge(*records(20))).strength is Strength.E3
    verdict = _judge(None, CLOSING)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_requests_that_name_none_of_them_fail() -> None:
    """The forge links them, and the text does not."""
    assert _judge(forge(*records(20, named_issues=(1,)))).outcome is Outcome.FAIL


def test_requests_without_an_issue_have_nothing_to_name() -> None:
    """QC.Man02.5 decides that."""
    verdict = _judge(forge(*records(20, linked_issues=())))
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "QC.Man02.5" in verdict.reason


def test_silence_of_the_history_stays_open() -> None:
    """Most forges keep the text of a request to themselves."""
    verdict = _judge(None)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert NO_FORGE in verdict.reason
    assert _judge(forge(*records(20, named_issues=None))).outcome is Outcome.NOT_ASSESSED
    assert _judge(forge(*records(20, named_issues=None)), CLOSING).outcome is Outcome.PASS
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
