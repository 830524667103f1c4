"""QC.Man02.4: a template that guides."""

from typing import Any

from workflows import evidence, workflow

from criteria.checks import request_template as check
from criteria.evidence.templates import REQUEST, Template, Templates
from criteria.model import Outcome, Strength, Verdict

GOOD = Template(REQUEST, ".gitlab/merge_request_templates/default.md", False, 30, 0, (), None)
EMPTY = Template(REQUEST, ".github/pull_request_template.md", False, 0, 0, (), "it is empty")


def _judge(*templates: Template, links: tuple[str, ...] = (), **retrieval: Any) -> Verdict:
    return check.judge(evidence(workflow(), templates=Templates(templates, links, ()), **retrieval), {})


def test_a_template_that_guides_passes() -> None:
    """Beside an empty one, too."""
    verdict = _judge(EMPTY, GOOD)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_an_empty_one_a_link_or_none_fails() -> None:
    """The reason says which."""
    assert _judge().outcome is Outcome.FAIL
    assert "it is empty" in _judge(EMPTY).reason
    assert "link" in _judge(links=(".github/PULL_REQUEST_TEMPLATE.md",)).reason


def test_an_archive_without_one_stays_open() -> None:
    """Archives leave such folders out."""
    assert _judge(versioned=False, how="index").outcome is Outcome.NOT_ASSESSED
    assert _judge(GOOD, versioned=False, how="index").outcome is Outcome.PASS
