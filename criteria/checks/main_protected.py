"""QC.Wor01.1: the main branch is protected against force pushes."""

from criteria.changes.practice import no_history
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Wor01.1"
TITLE = "The main branch cannot be overwritten"
WHY = "A history that can be replaced loses work, and the commits that papers and releases refer to."
HOW = (
    "The rules of the default branch are taken from the forge evidence. A head that the branch had before and from "
    "which today's does not descend disproves them."
)
FIX = "Turn force pushes off for the default branch, in the branch rules of the forge."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")

_REQUIRED = "rules of the default branch that refuse force pushes, and every earlier head among its ancestors"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    unread = no_history(evidence, required=_REQUIRED)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    if workflow.lost_heads:
        name = printable(workflow.default or "the default branch")
        findings = tuple(Finding(ID, f"{name} once stood at {commit}.") for commit in workflow.lost_heads[:20])
        reason = f"{name} was overwritten: {len(workflow.lost_heads)} earlier heads are no ancestors of today's"
        return failed(reason, findings, required=_REQUIRED)
    if FORGE not in evidence:
        return not_assessed(evidence.why_missing(FORGE), required=_REQUIRED)
    return _by_rules(evidence[FORGE].data, workflow)


def _by_rules(forge: Forge, workflow: Workflow) -> Verdict:
    rules = forge.branch_rules
    if rules is None or (rules.force_pushes is None and rules.protected is not False):
        return not_assessed(forge.why("branch_rules"), required=_REQUIRED)
    if rules.protected is False or rules.force_pushes:
        what = "has no rules" if rules.protected is False else "can be overwritten by a force push"
        return failed(f"on {forge.date} the default branch {what}", (), required=_REQUIRED)
    # Heads that were seen and are still there are a second witness.
    seen = f"; {workflow.remembered} earlier heads are ancestors of today's" if workflow.remembered else ""
    return passed(
        f"on {forge.date} the forge refused force pushes to the default branch{seen}",
        Strength.E3 if workflow.remembered else Strength.E2,
        required=_REQUIRED,
    )
