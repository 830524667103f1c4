"""QC.Rev03.5: documentation follows the code."""

from criteria.census.kinds import CODE, DOCUMENTATION
from criteria.changes.practice import no_history, practice, too_few
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.documents import Documents
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Rev03.5"
TITLE = "The documentation is updated with the code"
WHY = "Documentation that was true once is worse than none: people believe it."
HOW = (
    "For the newest changes the paths that each one touched are compared: of those that touch code, how many touch "
    "documentation too; a line in the list of news does not count. Not every change asks for it, so the share that is "
    "asked for is small, and only documentation that never follows fails. Where it is rendered from comments in the "
    "code, paths do not tell."
)
FIX = "Let reviewers ask what a change means for the documentation, and change both together."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow", "documents")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_share"])
    required = f"at least {minimum:.0%} of the changes that touch code touch documentation too"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes)
    compared = [change for change in found.changes if change.touched is not None]
    code = [change for change in compared if CODE in (change.touched or ())]
    few = too_few(found, int(parameters["minimum_changes"]), required=required)
    if few is not None:
        return few
    if compared and not code:
        return not_applicable(f"{ID} speaks of changes of the code; none of the newest {len(compared)} touched it")
    documented = [change for change in code if DOCUMENTATION in (change.touched or ())]
    figure = f"{len(documented)} of {len(code)} changes that touch code touch documentation too"
    shown = {"required": required, "found": figure}
    if code and len(documented) >= minimum * len(code):
        return passed(figure, Strength.E2, **shown)
    documents: Documents = evidence["documents"].data
    if len(code) >= int(parameters["minimum_changes"]) and not documented and not documents.builds:
        return failed(f"{figure}: it never follows", (), **shown)
    return not_assessed(f"{figure}; whether the others asked for it, paths do not tell", **shown)
