"""QC.Rev01.2: results of checks attached to change requests."""

from workflows import archive, changes, evidence, forge, limits, records, workflow

from criteria.checks import review_shows_tests as check
from criteria.evidence.forge import CheckRun, Forge
from criteria.evidence.workflow import Workflow
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Rev01.2")


LINE = workflow(*changes(20))


def _judge(captured: Forge | None, line: Workflow = LINE) -> Verdict:
    return check.judge(evidence(line, captured), LIMITS)


def test_change_requests_that_hold_it_pass() -> None:
    """E3: the records agree with the history."""
    verdict = _judge(forge(*records(20)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_change_requests_that_lack_it_fail_by_their_numbers() -> None:
    """Each one is a finding."""
    verdict = _judge(forge(*records(20, checks=())))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].message.startswith("Change request 1: ")


def test_what_the_records_do_not_say_stays_open() -> None:
    """Unknown is neither good nor bad; without records, window or total nothing can be said."""
    for captured in (
        forge(*records(20, checks=None)),
        forge(changes=None),
        forge(*records(20), window=None),
        forge(*records(20), merged_total=None),
        forge(*records(20, start=400)),
    ):
        assert _judge(captured).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(forge(*records(20))), LIMITS).outcome is Outcome.NOT_ASSESSED


def test_a_window_without_changes_or_with_bots_alone_is_no_subject() -> None:
    """The reason names the rule."""
    alone = forge(*records(20, author="dependabot[bot]", is_bot=True))
    for verdict in (_judge(forge(), workflow(whole=True)), _judge(alone)):
        assert verdict.outcome is Outcome.NOT_APPLICABLE
        assert "QC.Rev01.2" in verdict.reason


def test_a_red_result_is_a_result() -> None:
    """The rule asks that reviewers see it, not that it is green."""
    assert _judge(forge(*records(20, checks=(CheckRun("test", "failure"),)))).outcome is Outcome.PASS
    assert _judge(forge(*records(20, checks=(CheckRun("test", "skipped"),)))).outcome is Outcome.FAIL
