"""QC.Rev01: reviews by somebody other than the author."""

from hypothesis import given
from hypothesis import strategies as st
from workflows import NO_FORGE, archive, changes, evidence, forge, limits, record, records, workflow

from criteria.checks import changes_reviewed as check
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import DIRECT, Workflow
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Rev01")


LINE = workflow(*changes(20))
ORDER = (Outcome.FAIL, Outcome.NOT_ASSESSED, Outcome.PASS)


def _judge(captured: Forge | None, line: Workflow = LINE) -> Verdict:
    return check.judge(evidence(line, captured), LIMITS)


def test_reviews_by_others_pass() -> None:
    """E3 by records that the history bears out, E2 by reviewers whom the messages name."""
    assert _judge(forge(*records(20))).strength is Strength.E3
    verdict = _judge(None, workflow(*changes(20, reviewed=True)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_reviews_by_nobody_by_the_author_or_by_a_bot_fail() -> None:
    """None of them is a second pair of eyes."""
    for reviewers in ((), ("ada", "ADA"), ("coderabbitai[bot]",)):
        assert _judge(forge(*records(20, reviewers=reviewers))).outcome is Outcome.FAIL


def test_a_person_who_is_marked_as_a_bot_counts_as_a_person() -> None:
    """Else a mark would take the changes of the maintainer out of the count."""
    assert _judge(forge(*records(20, is_bot=True, reviewers=()))).outcome is Outcome.FAIL


def test_bots_alone_or_nothing_at_all_is_no_subject() -> None:
    """The rule speaks of changes by people."""
    alone = forge(*records(20, author="renovate[bot]", is_bot=True, reviewers=()))
    assert _judge(alone).outcome is Outcome.NOT_APPLICABLE
    assert _judge(forge(), workflow(whole=True)).outcome is Outcome.NOT_APPLICABLE


def test_changes_that_went_past_the_tool_fail() -> None:
    """No request was merged, and yet the line grew."""
    assert _judge(forge(), workflow(*changes(20, how=DIRECT, request=None))).outcome is Outcome.FAIL


def test_silence_stays_open() -> None:
    """Messages name no reviewer in most projects; an unknown author may be the reviewer."""
    assert NO_FORGE in _judge(None).reason
    for captured in (forge(*records(20, reviewers=None)), forge(*records(20, author=None)), forge(changes=None)):
        assert _judge(captured).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED


def test_most_changes_are_enough() -> None:
    """What every single one asks for is QC.Rev04."""
    assert _judge(forge(*records(18), *records(2, start=19, reviewers=()))).outcome is Outcome.PASS


REVIEWS = st.sampled_from([None, (), ("ada",), ("grace",), ("grace", "ada"), ("helper[bot]",)])


@given(st.lists(REVIEWS, min_size=1, max_size=20), st.data())
def test_taking_a_review_or_a_record_away_never_helps(
    reviews: list[tuple[str, ...] | None], data: st.DataObject
) -> None:
    """Fail, open, pass: the verdict only goes down."""
    line = workflow(*changes(len(reviews)))
    given_ = [record(number, reviewers=names) for number, names in enumerate(reviews, 1)]
    before = _judge(forge(*given_), line).outcome
    place = data.draw(st.integers(0, len(given_) - 1))
    lesser = record(place + 1, reviewers=()) if given_[place].others else given_[place]
    without = [*given_[:place], lesser, *given_[place + 1 :]]
    assert ORDER.index(_judge(forge(*without), line).outcome) <= ORDER.index(before)
    left_out = [*given_[:place], *given_[place + 1 :]]
    after = _judge(forge(*left_out), line).outcome
    assert after is not Outcome.PASS or before is Outcome.PASS
