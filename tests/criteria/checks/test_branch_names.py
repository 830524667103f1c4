"""QC.Wor02.1: names by the guide, else by habit."""

from workflows import archive, changes, evidence, forge, limits, record, workflow

from criteria.changes.naming import Rule
from criteria.checks import branch_names as check
from criteria.evidence.workflow import LINKED
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Wor02.1")


GUIDE = (Rule("feature/", "CONTRIBUTING.md"), Rule("fix/", "CONTRIBUTING.md"))


def _judge(names: list[str], naming: tuple[Rule, ...] = ()) -> Verdict:
    line = workflow(*(one for name in names for one in changes(1, branch=name, request=None)), naming=naming)
    return check.judge(evidence(line), LIMITS)


def test_names_that_a_guide_asks_for_pass() -> None:
    """E3: document and practice agree; without a guide the practice alone is E2."""
    names = ["feature/x"] * 10 + ["fix/y"] * 8 + ["odd"] * 2
    assert _judge(names, GUIDE).strength is Strength.E3
    assert (_judge(names).outcome, _judge(names).strength) == (Outcome.PASS, Strength.E2)


def test_names_without_a_pattern_fail() -> None:
    """So do names that follow another pattern than the guide's."""
    verdict = _judge([f"thing-{number}" for number in range(20)])
    assert verdict.outcome is Outcome.FAIL
    assert "thing-0" in verdict.findings[0].message
    assert _judge([f"ada/thing-{number}" for number in range(20)], GUIDE).outcome is Outcome.FAIL


def test_branches_of_bots_do_not_count() -> None:
    """They would make any project look orderly."""
    assert _judge([f"dependabot/pip/x-{number}" for number in range(50)]).outcome is Outcome.NOT_ASSESSED


def test_too_few_names_stay_open_until_the_forge_tells_them() -> None:
    """A squash hides the name of its branch from the history."""
    assert _judge(["fix/x"] * 9).outcome is Outcome.NOT_ASSESSED
    captured = forge(*(record(number, branch=f"fix/{number}") for number in range(1, 20)))
    squashed = evidence(workflow(*changes(20, how=LINKED, merged=None)), captured)
    assert check.judge(squashed, LIMITS).outcome is Outcome.PASS
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED
