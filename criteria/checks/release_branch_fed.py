"""QC.Wor03.1: the branch for the next release is fed from branches of changes."""

from criteria.changes.lines import alive, carries_releases, no_next_line
from criteria.changes.practice import practice
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.workflow import PULL, Workflow
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Wor03.1"
TITLE = "The branch for the next release is fed from branches of changes"
WHY = "Only what was finished, tested and reviewed on its own should gather for a release."
HOW = (
    "The newest changes of the branch that gathers for the next release are counted, as for QC.Wor02: merges and "
    "commits that name a change request against those without a trace of a branch."
)
FIX = "Bring every change into the branch for the next release by a branch of its own and a pull or merge request."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_share"])
    required = f"at least {minimum:.0%} of the changes of that branch came from branches of their own"
    absent = no_next_line(evidence, ID, parameters, required=required)
    if absent is not None:
        return absent
    workflow: Workflow = evidence["workflow"].data
    line = alive(workflow, parameters)[0]
    if carries_releases(line):
        found = practice(workflow.changes[: int(parameters["newest"])])
        name, total, traced = "the assessed line", len(found.changes), len(found.traced)
        direct = len(found.of(PULL)) > float(parameters["maximum_pulls"]) * total
    else:
        name, total, traced, direct = line.name, line.changes, line.traced, False
    figure = f"{traced} of {total} changes of {printable(name)} came from branches"
    shown = {"required": required, "found": figure}
    if total and traced >= minimum * total:
        return passed(figure, Strength.E3, **shown)
    if direct:
        return failed(f"{figure}, and people worked on it directly", (), **shown)
    return not_assessed(f"{figure}; a rebase leaves no trace, so the others may have come from branches too", **shown)
