"""commits-linked: changes name the issue or change request they belong to."""

from criteria.changes.practice import findings, no_history, practice, too_few
from criteria.check import Parameters, failed, passed
from criteria.evidence.workflow import LINKED, Workflow
from criteria.model import EvidenceSet, Strength, Verdict

ID = "commits-linked"
TITLE = "Commits are linked to issues"
WHY = "An issue tells why a change was made; without the link the reason is lost."
HOW = (
    "Messages on the main line are read: those that close or name an issue, or that name the change request they came "
    "by. Bots and marks of releases are set apart. That the number leads to an issue only the forge knows."
)
FIX = "Name the issue in each message, such as `Closes #12`, or merge through change requests."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`newest` changes, `minimum_changes` for a share to mean anything, `minimum_share` of them linked."""
    share = float(parameters["minimum_share"])
    required = f"{share:.0%} of the changes name an issue or a change request"
    if verdict := no_history(evidence, required=required):
        return verdict
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes[: int(parameters["newest"])])
    if verdict := too_few(found, int(parameters["minimum_changes"]), required=required):
        return verdict
    linked = [one for one in found.changes if one.closes or one.issues or one.request is not None or one.how == LINKED]
    said = f"{len(linked)} of {len(found.changes)} changes name an issue or a change request"
    rest = [one for one in found.changes if one not in linked]
    notes = findings(ID, rest, "no issue and no change request is named")
    if len(linked) < share * len(found.changes):
        return failed(said, notes, required=required, found=said)
    return passed(said, Strength.E2, required=required, found=said, findings=notes)
