"""QC.Rev03.4: tests touched with code."""

from typing import Any

from workflows import archive, changes, evidence, limits, workflow

from criteria.checks import change_brings_tests as check
from criteria.evidence.test_census import TestCensus
from criteria.evidence.workflow import Change
from criteria.model import Evidence, Outcome, Strength, Verdict

LIMITS = limits("QC.Rev03.4")


BARE = changes(20, touched=("code",))


def _judge(*line: Change, doctests: int = 0, **more: Any) -> Verdict:
    census = TestCensus((), (), 0, doctests, 0, 0, ())
    return check.judge(evidence(workflow(*line, **more)).with_evidence(Evidence("test_census", census, "test")), LIMITS)


def test_changes_of_code_that_touch_tests_pass() -> None:
    """By their paths, hence E2."""
    verdict = _judge(*changes(20))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_changes_of_code_without_tests_fail() -> None:
    """Those that touch no code do not count for either side."""
    assert _judge(*BARE, *changes(20, start=21, touched=("tests",))).outcome is Outcome.FAIL


def test_doctests_are_tests_that_paths_do_not_show() -> None:
    """SageMath writes its tests into the code."""
    assert _judge(*BARE, doctests=400).outcome is Outcome.NOT_ASSESSED


def test_changes_that_touch_no_code_are_no_subject() -> None:
    """A project of documents has no code to test."""
    assert _judge(*changes(20, touched=("documentation",))).outcome is Outcome.NOT_APPLICABLE


def test_what_was_not_compared_stays_open() -> None:
    """Objects may be missing, changes few, a history absent."""
    assert _judge(*changes(20, touched=None)).outcome is Outcome.NOT_ASSESSED
    assert _judge(*changes(3)).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
