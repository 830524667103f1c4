"""QC.Man02.2: a merged change from a fork, and a guide that invites."""

from workflows import NO_FORGE, archive, changes, document, documents_of, evidence, forge, records, workflow

from criteria.checks import outside_contributions as check
from criteria.evidence.documents import Documents
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import Workflow
from criteria.model import Outcome, Strength, Verdict

LINE, FORKED = workflow(*changes(20)), workflow(*changes(20, owner="grace", branch="fix"))
GUIDE, NONE = documents_of(document()), documents_of()


def _judge(line: Workflow, captured: Forge | None, documents: Documents) -> Verdict:
    return check.judge(evidence(line, captured, documents), {})


def test_merged_forks_pass_by_forge_or_history() -> None:
    """E3 with a guide; without one the practice alone, E2, and a finding."""
    for line, captured in ((LINE, forge(*records(20))), (FORKED, None)):
        assert _judge(line, captured, GUIDE).strength is Strength.E3
        alone = _judge(line, captured, NONE)
        assert (alone.outcome, alone.strength) == (Outcome.PASS, Strength.E2)
        assert "CONTRIBUTING" in alone.findings[0].message


def test_a_closed_project_fails() -> None:
    """Private, without requests from forks, or with neither guide nor fork."""
    assert _judge(FORKED, forge(visibility="private"), GUIDE).outcome is Outcome.FAIL
    assert _judge(FORKED, forge(accepts_forks=False), GUIDE).outcome is Outcome.FAIL
    assert _judge(LINE, forge(*records(20, from_fork=False)), NONE).outcome is Outcome.FAIL


def test_a_guide_alone_stays_open() -> None:
    """It invites; whether anybody was let in is not known."""
    verdict = _judge(LINE, None, GUIDE)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert NO_FORGE in verdict.reason
    assert _judge(LINE, None, NONE).outcome is Outcome.NOT_ASSESSED
    assert check.judge(archive(), {}).outcome is Outcome.NOT_ASSESSED


def test_branches_of_the_project_and_records_from_elsewhere_are_no_forks() -> None:
    """The owner of the repository is no outsider, and a merge that is not on the line is none of ours."""
    own = workflow(*changes(20, owner="Example", branch="fix"))
    assert _judge(own, None, GUIDE).outcome is Outcome.NOT_ASSESSED
    assert _judge(LINE, forge(*records(20, start=500)), GUIDE).outcome is Outcome.NOT_ASSESSED
