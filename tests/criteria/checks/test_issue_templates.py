"""QC.Man01.2: templates that ask for what a report needs."""

from workflows import evidence, limits, workflow

from criteria.checks import issue_templates as check
from criteria.evidence.templates import ISSUE, Template, Templates
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Man01.2")


GOOD = Template(ISSUE, ".github/ISSUE_TEMPLATE/bug.yml", True, 40, 3, ("steps", "version"), None)
IDLE = Template(ISSUE, ".github/ISSUE_TEMPLATE/free.md", False, 10, 0, (), None)
EMPTY = Template(ISSUE, ".github/ISSUE_TEMPLATE.md", False, 0, 0, ("steps", "version"), "it is empty")


def _judge(*templates: Template, links: tuple[str, ...] = ()) -> Verdict:
    return check.judge(evidence(workflow(), templates=Templates(templates, links, ())), LIMITS)


def test_a_template_that_asks_for_what_it_takes_passes() -> None:
    """One for defects is enough; others may be for ideas."""
    verdict = _judge(IDLE, GOOD)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert "3 fields required" in verdict.reason


def test_templates_that_ask_for_nothing_fail() -> None:
    """Empty ones, samples, and ones that ask for something else."""
    assert _judge(IDLE).outcome is Outcome.FAIL
    assert "it is empty" in _judge(EMPTY, IDLE).reason


def test_without_a_template_only_a_person_can_say() -> None:
    """Issues may be clear all the same; a link is not followed."""
    assert _judge().outcome is Outcome.NOT_ASSESSED
    assert "link" in _judge(links=(".github/ISSUE_TEMPLATE.md",)).reason
