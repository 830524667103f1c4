"""QC.Wor02: branches by the history first, then by the forge."""

import pytest
from workflows import NO_FORGE, archive, change, changes, evidence, forge, limits, records, workflow

from criteria.checks import change_branches as check
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import DIRECT, LINKED, PULL, Change
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Wor02")


PUSHED = {"how": DIRECT, "proved": False, "merged": None, "request": None}


def _judge(*line: Change, captured: Forge | None = None) -> Verdict:
    return check.judge(evidence(workflow(*line), captured), LIMITS)


def test_merges_of_branches_pass_by_git_objects() -> None:
    """E3; single commits that name a change request are a word of their author, E2, unless a reference shows it."""
    verdict = _judge(*changes(20))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert _judge(*changes(20, how=LINKED, proved=False)).strength is Strength.E2
    assert _judge(*changes(20, how=LINKED, proved=True)).strength is Strength.E3


def test_without_a_trace_it_stays_open() -> None:
    """A rebase leaves none, so that silence is no proof of a push."""
    verdict = _judge(*changes(20, **PUSHED))
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert NO_FORGE in verdict.reason
    assert "20 without a trace" in (verdict.found or "")


def test_merges_of_the_line_with_itself_show_direct_work() -> None:
    """Two people who both pushed had to bring their work together."""
    line = (*changes(8, **PUSHED), *changes(4, start=9, how=PULL, proved=False), *changes(8, start=13))
    verdict = _judge(*line)
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.findings) == 4


def test_the_forge_explains_what_was_rebased() -> None:
    """E3: history and forge agree; what neither explains was direct, and fails."""
    line = changes(20, **PUSHED)
    verdict = _judge(*line, captured=forge(*records(20, head_commit=None)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert _judge(*line, captured=forge(*records(10, head_commit=None))).outcome is Outcome.FAIL


def test_a_rebased_request_brings_several_commits() -> None:
    """Its merge commit is the newest of them."""
    captured = forge(*(one for one in records(20, head_commit=None, commits=4) if one.number % 4 == 1))
    assert _judge(*changes(20, **PUSHED), captured=captured).outcome is Outcome.PASS


def test_requests_without_a_record_keep_it_open() -> None:
    """The forge counted more than the file holds."""
    captured = forge(*records(10, head_commit=None), merged_total=20)
    assert _judge(*changes(20, **PUSHED), captured=captured).outcome is Outcome.NOT_ASSESSED


@pytest.mark.threat("A17")
def test_bots_and_release_marks_cannot_hide_what_people_do() -> None:
    """Set apart as long as they are few; else nothing is said."""
    few = (*changes(20), *changes(5, start=21, **PUSHED, bot=True), *changes(5, start=26, **PUSHED, release=True))
    assert _judge(*few).outcome is Outcome.PASS
    for mark in ({"bot": True}, {"release": True}):
        many = (*changes(12), *changes(100, start=13, **PUSHED, **mark))
        assert _judge(*many).outcome is Outcome.NOT_ASSESSED


def test_too_few_changes_or_no_history_stay_open() -> None:
    """Nine merges are no practice, and an archive shows none."""
    assert _judge(*changes(9)).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
    for cut in ({"shallow": True}, {"broken": "an object is missing"}):
        assert check.judge(evidence(workflow(*changes(20), **cut)), LIMITS).outcome is Outcome.NOT_ASSESSED


def test_only_the_newest_changes_count() -> None:
    """What a project did ten years ago is not what it does."""
    line = [change(number) for number in range(1, 201)] + list(changes(800, start=201, **PUSHED))
    assert _judge(*line).outcome is Outcome.PASS
