"""QC.Rev02: reviews that everybody can read."""

from workflows import NO_FORGE, archive, changes, evidence, forge, record, records, workflow

from criteria.checks import review_public as check
from criteria.model import Outcome, Strength

LINE = workflow(*changes(20))


def test_open_reviews_pass() -> None:
    """By the forge; or by a forge where they are as open as the repository, which was read by everybody."""
    for known in (evidence(LINE, forge(*records(20))), evidence(LINE)):
        verdict = check.judge(known, {})
        assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_closed_repository_or_hidden_reviews_fail() -> None:
    """One hidden review is one that outsiders cannot see."""
    for captured in (
        forge(visibility="private"),
        forge(visibility="internal"),
        forge(*records(19), record(20, review_public=False)),
    ):
        assert check.judge(evidence(LINE, captured), {}).outcome is Outcome.FAIL


def test_what_was_not_asked_stays_open() -> None:
    """On GitLab the reviews of a public repository may be for members."""
    for known in (
        evidence(LINE, forge(visibility=None)),
        evidence(LINE, forge(*records(20, review_public=None), forge="gitlab")),
        evidence(LINE, forge(*records(19), record(20, review_public=None), forge="gitlab")),
        evidence(LINE, anonymous=None),
        evidence(workflow(*changes(20, request=None))),
        archive(),
    ):
        assert check.judge(known, {}).outcome is Outcome.NOT_ASSESSED
    assert NO_FORGE in check.judge(evidence(LINE, location="https://gitlab.com/a/b"), {}).reason
