"""QC.Wor03.2: merges that align both lines and bear a release."""

from typing import Any

from workflows import NOW, archive, changes, commit_id, evidence, limits, workflow

from criteria.changes.branches import NEXT, SERIES, Branch, Joint
from criteria.checks import release_branch_merged as check
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Wor03.2")


def _branch(**more: Any) -> Branch:
    fields: dict[str, Any] = {
        "name": "develop", "role": NEXT, "commit": commit_id(99), "time": NOW, "changes": 50, "traced": 50, "days": 200,
    }  # fmt: skip
    return Branch(**{**fields, **more})


def _judge(*lines: Branch, **more: Any) -> Verdict:
    return check.judge(evidence(workflow(*changes(20), lines=lines, **more)), LIMITS)


def test_merges_that_align_and_are_tagged_pass() -> None:
    """Both are git objects."""
    verdict = _judge(_branch(joints=(Joint("a", True, True), Joint("b", True, True))))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_merges_without_a_release_or_with_different_trees_fail() -> None:
    """Each is a finding that says which of the two."""
    verdict = _judge(_branch(joints=(Joint("a", False, True), Joint("b", True, False))))
    assert verdict.outcome is Outcome.FAIL
    assert "no release tag" in verdict.findings[0].message
    assert "different trees" in verdict.findings[1].message


def test_series_and_single_lines_are_no_subject() -> None:
    """A series branch is cut from the main line and never merged back."""
    for lines in ((), (_branch(name="1.2.x", role=SERIES),)):
        assert _judge(*lines).outcome is Outcome.NOT_APPLICABLE


def test_no_merge_among_what_was_looked_at_stays_open() -> None:
    """It may be older."""
    assert _judge(_branch()).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
