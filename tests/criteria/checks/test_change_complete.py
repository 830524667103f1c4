"""QC.Rev03.2: for people alone."""

from workflows import changes, evidence, forge, records, workflow

from criteria.checks import change_complete as check
from criteria.model import Outcome


def test_only_a_person_can_say_it() -> None:
    """Whatever is known about the project."""
    for captured in (None, forge(*records(20))):
        verdict = check.judge(evidence(workflow(*changes(20)), captured), {})
        assert verdict.outcome is Outcome.NOT_ASSESSED
        assert verdict.reason == "only a person can say this; it takes a signed attestation"
