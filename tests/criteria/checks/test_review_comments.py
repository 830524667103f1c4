"""QC.Rev01.1: what the review tool in use can do."""

from workflows import NO_FORGE, archive, changes, evidence, forge, records, workflow

from criteria.checks import review_comments as check
from criteria.model import Outcome, Strength

LINE = workflow(*changes(20))


def test_a_known_tool_that_is_in_use_passes() -> None:
    """By the forge evidence, or by the host and the requests that the history names."""
    for known in (evidence(LINE), evidence(workflow(*changes(20, request=None)), forge(*records(20)))):
        verdict = check.judge(known, {})
        assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_tool_that_is_not_known_or_not_in_use_stays_open() -> None:
    """What a forge could do proves nothing about a project that does not use it."""
    for known in (
        evidence(workflow(*changes(20, request=None))),
        evidence(LINE, location="https://git.example.org/a/b"),
        evidence(LINE, forge(*records(20), forge="other")),
        archive(),
    ):
        assert check.judge(known, {}).outcome is Outcome.NOT_ASSESSED
    assert NO_FORGE in check.judge(evidence(LINE, location="star-map"), {}).reason
