"""QC.Man01: a tracker by the forge, or one that documents name and changes use."""

from workflows import NO_FORGE, changes, document, documents_of, evidence, forge, limits, workflow

from criteria.checks import issue_tracker as check
from criteria.documents.items import README
from criteria.evidence.documents import Documents
from criteria.evidence.forge import Issues
from criteria.metadata.project_name import Mention
from criteria.model import Outcome, Strength

LIMITS = limits("QC.Man01")


CLOSING = workflow(*(one for number in range(1, 20) for one in changes(1, start=number, closes=(number,))))
SILENT = workflow(*changes(20))


def _documents(repository: str = "github.com/example/star-map") -> Documents:
    return documents_of(document(README, mentions=(Mention(repository, "issues"),)))


def test_a_tracker_in_use_passes() -> None:
    """By the forge, or by documents and history together."""
    for known in (evidence(SILENT, forge()), evidence(CLOSING, documents=_documents())):
        verdict = check.judge(known, LIMITS)
        assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_tracker_that_is_off_fails() -> None:
    """Whatever the documents say."""
    known = evidence(CLOSING, forge(issues=Issues(enabled=False)), _documents())
    assert check.judge(known, LIMITS).outcome is Outcome.FAIL


def test_a_forge_that_was_not_asked_for_issues_leaves_the_rest_to_speak() -> None:
    """Evidence of something else takes no proof away."""
    assert check.judge(evidence(CLOSING, forge(issues=None), _documents()), LIMITS).outcome is Outcome.PASS
    assert check.judge(evidence(SILENT, forge(issues=None)), LIMITS).outcome is Outcome.NOT_ASSESSED


def test_an_address_alone_or_of_another_project_stays_open() -> None:
    """Documents can claim anything (A7); numbers may be those of change requests."""
    for known in (
        evidence(SILENT, documents=_documents()),
        evidence(CLOSING, documents=_documents("github.com/other/star-map")),
        evidence(CLOSING),
    ):
        verdict = check.judge(known, LIMITS)
        assert verdict.outcome is Outcome.NOT_ASSESSED
        assert NO_FORGE in verdict.reason


def test_an_empty_tracker_stays_open() -> None:
    """It may be new, or a facade."""
    assert check.judge(evidence(SILENT, forge(issues=Issues(True, True, total=0))), LIMITS).outcome is (
        Outcome.NOT_ASSESSED
    )
