"""QC.Wor03: a second branch that lives."""

from typing import Any

from workflows import DAY, NOW, archive, changes, commit_id, evidence, limits, workflow

from criteria.changes.branches import NEXT, SERIES, STABLE, Branch, Joint
from criteria.checks import release_branch as check
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Wor03")


def _branch(**more: Any) -> Branch:
    fields: dict[str, Any] = {
        "name": "develop", "role": NEXT, "commit": commit_id(99), "time": NOW, "changes": 50, "traced": 50, "days": 200,
    }  # fmt: skip
    return Branch(**{**fields, **more})


def _judge(*lines: Branch, **more: Any) -> Verdict:
    return check.judge(evidence(workflow(*changes(20), lines=lines, **more)), LIMITS)


def test_a_second_branch_with_a_life_of_its_own_passes() -> None:
    """E3 where both lines meet, E2 where only the branch itself shows it."""
    assert (_judge(_branch()).outcome, _judge(_branch()).strength) == (Outcome.PASS, Strength.E2)
    assert _judge(_branch(role=SERIES, joints=(Joint("a", True, True),))).strength is Strength.E3


def test_a_branch_that_is_moved_to_each_release_lives() -> None:
    """It has no commits of its own; a release tag at its head shows what it is."""
    moved = _branch(name="stable", role=STABLE, changes=0, traced=0, days=0, joints=(Joint("a", True, True),))
    assert _judge(moved).outcome is Outcome.PASS
    left = _branch(name="master", role=STABLE, changes=0, traced=0, days=0, joints=(Joint("a", False, True),))
    assert _judge(left).outcome is Outcome.FAIL


def test_none_or_one_without_life_fails() -> None:
    """A name alone does not count, nor does a branch that was left behind."""
    assert _judge().outcome is Outcome.FAIL
    assert _judge(_branch(changes=2)).outcome is Outcome.FAIL
    assert _judge(_branch(days=1)).outcome is Outcome.FAIL
    assert _judge(_branch(time=NOW - 2000 * DAY)).outcome is Outcome.FAIL


def test_where_branches_are_not_known_it_stays_open() -> None:
    """A checkout brings its commit, not its branches."""
    assert _judge(default=None, at_head=None, branches=0).outcome is Outcome.NOT_ASSESSED
    unreadable = evidence(workflow(*changes(20), lines=None))
    assert check.judge(unreadable, LIMITS).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
