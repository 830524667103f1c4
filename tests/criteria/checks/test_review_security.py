"""QC.Rev05: for people; signals stand beside it."""

from workflows import changes, evidence, forge, record, workflow

from criteria.checks import review_security as check
from criteria.evidence.templates import Owners, Templates
from criteria.model import Outcome

LINE = workflow(*changes(20))


def test_only_a_person_can_say_it() -> None:
    """No signal turns into a verdict."""
    owners = Templates((), (), (Owners(".github/CODEOWNERS", 3, False, (".github/workflows/",)),))
    for known in (evidence(LINE), evidence(LINE, templates=owners)):
        verdict = check.judge(known, {})
        assert verdict.outcome is Outcome.NOT_ASSESSED
        assert verdict.reason == "only a person can say this; it takes a signed attestation"


def test_the_signals_are_shown_to_whoever_attests() -> None:
    """Owners of sensitive paths, and labels for security."""
    owners = Templates((), (), (Owners(".github/CODEOWNERS", 3, False, (".github/workflows/",)),))
    captured = forge(record(1, labels=("Security",)), record(2))
    found = check.judge(evidence(LINE, captured, templates=owners), {}).found or ""
    assert "owners for .github/workflows/" in found
    assert "1 of 2 change requests bear a label for security" in found
