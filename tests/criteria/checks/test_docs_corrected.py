import pytest
from evidence_of import evidence_of

from criteria.checks import docs_corrected
from criteria.evidence.forge import Forge, Issues, Time
from criteria.model import Evidence, Outcome, Strength, Verdict


def _judge(issues: Issues | None, repository: str = "github.com/example/star-map") -> Verdict:
    forge = Forge("github", repository, Time(1_700_000_000), issues=issues)
    evidence = evidence_of(None).with_evidence(Evidence("forge", forge, "test"))
    return docs_corrected.judge(evidence, {"minimum_closed_share": 0.5})


def test_issues_that_are_closed_pass() -> None:
    verdict = _judge(Issues(documentation=4, documentation_closed=2))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_issues_that_stay_open_fail() -> None:
    assert _judge(Issues(documentation=4, documentation_closed=1)).outcome is Outcome.FAIL


def test_no_such_issue_is_no_subject() -> None:
    """Nobody fails because nobody complained."""
    assert _judge(Issues(documentation=0, documentation_closed=0)).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("issues", [None, Issues(), Issues(documentation=3)])
def test_what_the_forge_does_not_say_is_not_assessed(issues: Issues | None) -> None:
    assert _judge(issues).outcome is Outcome.NOT_ASSESSED


@pytest.mark.threat("A18")
def test_the_forge_of_another_repository_says_nothing() -> None:
    assert (
        _judge(Issues(documentation=4, documentation_closed=4), "github.com/other/star-map").outcome
        is Outcome.NOT_ASSESSED
    )
