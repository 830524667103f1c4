"""QC.Rev03.1: subjects that say nothing disprove it."""

from workflows import archive, changes, evidence, limits, workflow

from criteria.checks import commit_messages as check
from criteria.evidence.workflow import Change
from criteria.model import Outcome, Verdict

LIMITS = limits("QC.Rev03.1")


def _judge(*line: Change) -> Verdict:
    return check.judge(evidence(workflow(*line)), LIMITS)


def test_many_subjects_that_say_nothing_fail() -> None:
    """Each is a finding by its commit."""
    verdict = _judge(*changes(10, weak="says nothing"), *changes(10, start=11))
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.findings) == 10


def test_well_formed_subjects_are_still_for_people_to_judge() -> None:
    """Long subjects can be as empty as short ones."""
    verdict = _judge(*changes(20))
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "only a person can say this" in verdict.reason
    assert verdict.found == "0 of 20 subjects say nothing"


def test_few_changes_and_archives_stay_open() -> None:
    """There is no practice to see."""
    assert _judge(*changes(3, weak="empty")).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
