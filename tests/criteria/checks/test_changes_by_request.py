"""QC.Man02.1: commits of the line that came by a change request."""

from workflows import archive, changes, evidence, forge, limits, records, workflow

from criteria.checks import changes_by_request as check
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import DIRECT, Workflow
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Man02.1")


LINE = workflow(*changes(20))
PUSHED = {"how": DIRECT, "proved": False, "merged": None, "request": None}


def _judge(captured: Forge, line: Workflow = LINE) -> Verdict:
    return check.judge(evidence(line, captured), LIMITS)


def test_a_request_for_every_change_passes() -> None:
    """E3: each merge commit is on the line."""
    verdict = _judge(forge(*records(20)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_changes_that_no_request_brought_fail() -> None:
    """Each is a finding by its commit."""
    line = workflow(*changes(10), *changes(10, start=11, **PUSHED))
    verdict = _judge(forge(*records(10)), line)
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.findings) == 10


def test_records_that_are_left_out_gain_nothing() -> None:
    """The history names their numbers, or the forge counted them: they stay unknown."""
    assert _judge(forge(*records(10))).outcome is Outcome.NOT_ASSESSED
    line = workflow(*changes(20, request=None))
    assert _judge(forge(*records(10), merged_total=20), line).outcome is Outcome.NOT_ASSESSED


def test_a_record_with_a_foreign_head_or_number_does_not_count() -> None:
    """The history contradicts it."""
    assert _judge(forge(*records(20, head_commit="e" * 40))).outcome is not Outcome.PASS
    other = workflow(*(one for number in range(1, 21) for one in changes(1, start=number, request=900 + number)))
    assert _judge(forge(*records(20)), other).outcome is not Outcome.PASS


def test_bots_that_push_are_not_set_apart_without_end() -> None:
    """Else a project would be judged by the one change that a person made."""
    line = workflow(*changes(2), *changes(18, start=3, **PUSHED, bot=True))
    assert _judge(forge(*records(2)), line).outcome is Outcome.NOT_ASSESSED


def test_no_change_in_the_window_is_no_subject() -> None:
    """There was nothing to request."""
    assert _judge(forge(), workflow(whole=True)).outcome is Outcome.NOT_APPLICABLE
    assert check.judge(archive(forge(*records(20))), LIMITS).outcome is Outcome.NOT_ASSESSED
