"""QC.Wor03.1: what the branch for the next release is fed from."""

from typing import Any

from workflows import NOW, archive, changes, commit_id, evidence, limits, workflow

from criteria.changes.branches import NEXT, SERIES, Branch
from criteria.checks import release_branch_fed as check
from criteria.evidence.workflow import DIRECT, PULL
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Wor03.1")


def _branch(**more: Any) -> Branch:
    fields: dict[str, Any] = {
        "name": "develop", "role": NEXT, "commit": commit_id(99), "time": NOW, "changes": 50, "traced": 50, "days": 200,
    }  # fmt: skip
    return Branch(**{**fields, **more})


def _judge(*lines: Branch, **more: Any) -> Verdict:
    return check.judge(evidence(workflow(*changes(20), lines=lines, **more)), LIMITS)


def test_a_line_fed_from_branches_passes() -> None:
    """The branch itself, or the main line where the second branch carries releases."""
    assert (_judge(_branch()).outcome, _judge(_branch()).strength) == (Outcome.PASS, Strength.E3)
    assert _judge(_branch(name="1.2.x", role=SERIES, traced=0)).outcome is Outcome.PASS


def test_a_line_that_people_worked_on_directly_fails() -> None:
    """Merges of the line with itself show it."""
    mixed = (*changes(10, how=DIRECT), *changes(5, start=11, how=PULL))
    line = workflow(*mixed, lines=(_branch(role=SERIES),))
    assert check.judge(evidence(line), LIMITS).outcome is Outcome.FAIL


def test_without_a_second_branch_there_is_no_subject() -> None:
    """QC.Wor03 decides that."""
    verdict = _judge()
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "QC.Wor03 decides" in verdict.reason


def test_commits_without_a_trace_and_unknown_branches_stay_open() -> None:
    """A rebase leaves no trace."""
    assert _judge(_branch(traced=10)).outcome is Outcome.NOT_ASSESSED
    assert _judge(_branch(), default=None).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
