"""QC.Rev03.5: documentation touched with code."""

from workflows import archive, changes, documents_of, evidence, limits, workflow

from criteria.checks import change_brings_docs as check
from criteria.evidence.documents import Documents
from criteria.evidence.workflow import Change
from criteria.model import Outcome, Strength, Verdict

LIMITS = limits("QC.Rev03.5")


BARE = changes(20, touched=("code",))
BOTH = ("code", "documentation")


def _judge(*line: Change, documents: Documents | None = None) -> Verdict:
    return check.judge(evidence(workflow(*line), documents=documents), LIMITS)


def test_documentation_that_follows_the_code_passes() -> None:
    """A share is enough, for not every change asks for it."""
    verdict = _judge(*changes(5, touched=BOTH), *changes(15, start=6, touched=("code",)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_documentation_that_never_follows_fails() -> None:
    """Not where it may be rendered from comments in the code."""
    assert _judge(*BARE).outcome is Outcome.FAIL
    rendered = documents_of(builds=("Sphinx: docs/conf.py",))
    assert _judge(*BARE, documents=rendered).outcome is Outcome.NOT_ASSESSED


def test_a_little_stays_open() -> None:
    """Paths do not tell which changes asked for it."""
    assert _judge(*changes(1, touched=BOTH), *changes(19, start=2, touched=("code",))).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), LIMITS).outcome is Outcome.NOT_ASSESSED


def test_changes_that_touch_no_code_are_no_subject() -> None:
    """There is nothing that the documentation would have to follow."""
    assert _judge(*changes(20, touched=("documentation",))).outcome is Outcome.NOT_APPLICABLE
