"""QC.Sec01.1: a person's word, with signals beside it."""

from analyses import run, security, share

from criteria.checks import secure_practices
from criteria.model import Outcome
from criteria.tools.tool import Purpose


def test_only_a_person_can_say_it() -> None:
    """The findings are shown by what they are about."""
    evidence = security(run(Purpose.SECURITY, findings=2), languages=(share("Python", 10, 10),))
    verdict = secure_practices.judge(evidence, {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "attestation" in verdict.reason
    assert str(verdict.found).startswith("findings of static testing: 2 on ")


def test_without_code_it_is_not_applicable() -> None:
    assert secure_practices.judge(security(languages=()), {}).outcome is Outcome.NOT_APPLICABLE
