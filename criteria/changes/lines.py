"""Which of the branches beside the default branch live, and the verdict where that cannot be known."""

from criteria.changes.branches import SERIES, STABLE, Branch
from criteria.changes.practice import no_history
from criteria.check import Parameters, not_applicable, not_assessed
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Verdict

_DAY = 86_400


def no_lines(evidence: EvidenceSet, **more: str) -> Verdict | None:
    """A verdict where the branches of the repository are not known here, else None."""
    unread = no_history(evidence, **more)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    if workflow.lines is None:
        return not_assessed("a branch of the repository cannot be read; fetch the repository anew", **more)
    if workflow.default is None:
        reason = "the branches of the repository are not known here; assess the repository by its URL"
        return not_assessed(reason, **more)
    return None


def alive(workflow: Workflow, parameters: Parameters) -> tuple[Branch, ...]:
    """Branches that live: not left behind, and with a life of their own or a release at their head; newest first."""
    oldest = workflow.time - int(parameters["maximum_age_days"]) * _DAY
    return tuple(line for line in workflow.lines or () if line.time >= oldest and _lives(line, parameters))


def _lives(line: Branch, parameters: Parameters) -> bool:
    if line.role == STABLE and not line.changes:
        return any(joint.tagged for joint in line.joints)  # it is moved forward, release by release
    if line.changes < int(parameters["minimum_changes"]):
        return False
    return line.days >= int(parameters["minimum_days"]) or len(line.joints) > 1


def no_next_line(evidence: EvidenceSet, rule: str, parameters: Parameters, **more: str) -> Verdict | None:
    """A verdict on the rules below QC.Wor03 where there is no second branch, or nothing is known of it; else None."""
    unknown = no_lines(evidence, **more)
    if unknown is not None:
        return unknown
    if not alive(evidence["workflow"].data, parameters):
        return not_applicable(f"QC.Wor03 decides: no second branch lives beside the default branch, which {rule} needs")
    return None


def carries_releases(line: Branch) -> bool:
    """The branch holds what was released, and the default branch what comes next."""
    return line.role in (STABLE, SERIES)
