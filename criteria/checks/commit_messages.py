"""QC.Rev03.1: commit messages are clear and exact."""

from criteria.changes.practice import ONLY_A_PERSON, findings, no_history, practice, too_few
from criteria.check import Parameters, failed, not_assessed
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Verdict

ID = "QC.Rev03.1"
TITLE = "Commit messages are clear and exact"
WHY = "The history is read by people who look for the reason of a line, often years later."
HOW = (
    "The subjects of the newest changes are looked at: empty ones, ones of a single filler word such as fix or update, "
    "and those that the editor of the forge proposes say nothing. Too many of them fail the rule. That the others are "
    "clear and exact only a person can say."
)
FIX = "Write in the subject what the change does and in the text why, and leave no subject as `fix` or `Update file`."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    maximum = float(parameters["maximum_weak"])
    required = f"at most {maximum:.0%} of the subjects say nothing, and the others are clear and exact"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes[: int(parameters["newest"])])
    weak = [change for change in found.changes if change.weak]
    figure = f"{len(weak)} of {len(found.changes)} subjects say nothing"
    shown = {"required": required, "found": figure}
    few = too_few(found, int(parameters["minimum_changes"]), **shown)
    if few is not None:
        return few
    if len(weak) > maximum * len(found.changes):
        return failed(figure, findings(ID, weak, "its subject says nothing about the change"), **shown)
    return not_assessed(f"{figure}; whether the others are clear and exact, {ONLY_A_PERSON}", **shown)
