"""QC.Man02: derived from its parts."""

from workflows import NO_FORGE, archive, changes, document, documents_of, evidence, forge, limits, records, workflow

from criteria.checks import change_requests as check
from criteria.evidence.forge import Forge
from criteria.evidence.templates import REQUEST, Template, Templates
from criteria.model import EvidenceSet, Outcome, Strength

LIMITS = limits("QC.Man02")


LINE = workflow(*changes(20))
TEMPLATE = Templates((Template(REQUEST, ".github/pull_request_template.md", False, 20, 0, (), None),), (), ())


def _all(captured: Forge | None, templates: Templates = TEMPLATE) -> EvidenceSet:
    return evidence(LINE, captured, documents_of(document()), templates)


def test_all_parts_together_pass_at_the_strength_of_the_weakest() -> None:
    """The template is E2, the records are E3."""
    verdict = check.judge(_all(forge(*records(20))), LIMITS)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_one_part_that_fails_decides() -> None:
    """It is named with its reason."""
    verdict = check.judge(_all(forge(*records(20)), Templates((), (), ())), LIMITS)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason.startswith("QC.Man02.4: ")


def test_an_unknown_part_is_never_better_than_a_pass() -> None:
    """Each reason is said once, behind the rules that give it."""
    verdict = check.judge(_all(None), LIMITS)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert f"QC.Man02.1, QC.Man02.3, QC.Man02.5: {NO_FORGE}" in verdict.reason
    assert check.judge(archive(), LIMITS).outcome is not Outcome.PASS


def test_the_limits_of_the_parts_are_those_of_their_own_rules() -> None:
    """Who changes one of them has to change both."""
    for part in ("QC.Man02.1", "QC.Man02.3", "QC.Man02.5", "QC.Man02.6"):
        assert limits(part).items() <= LIMITS.items()
