"""QC.Sec03: a person's word, with signals beside it."""

from analyses import run, security, share

from criteria.checks import security_reviews
from criteria.evidence.forge import ChangeRequest, Forge, Time
from criteria.model import Evidence, Outcome
from criteria.tools.tool import Purpose


def test_only_a_person_can_say_it() -> None:
    """What the forge tells of reviews is a signal, no verdict."""
    evidence = security(run(Purpose.SECURITY, findings=2), languages=(share("Python", 10, 10),))
    first = ChangeRequest(1, "ada", labels=("security",), reviewers=("bob",))
    changes = (first, ChangeRequest(2, "ada", labels=("security",)))
    forge = Forge("github", "github.com/a/b", Time(0), changes=changes)
    verdict = security_reviews.judge(evidence.with_evidence(Evidence("forge", forge, "test")), {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert str(verdict.found).startswith("2 findings of static security testing")
    assert "1 of 2 changes with a label for security" in str(verdict.found)


def test_without_code_it_is_not_applicable() -> None:
    assert security_reviews.judge(security(languages=()), {}).outcome is Outcome.NOT_APPLICABLE
