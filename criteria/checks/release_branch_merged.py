"""QC.Wor03.2: merging the branch for the next release aligns both lines and marks a release."""

from criteria.changes.branches import SERIES, Joint
from criteria.changes.lines import alive, no_next_line
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Wor03.2"
TITLE = "Merging the branch for the next release aligns both lines and marks a version"
WHY = "Then what was gathered and what is released are the same, and everybody can name it."
HOW = (
    "The places where the two long-lived lines meet are read from the history: whether both held the same tree there, "
    "and whether a release tag stands on one of them."
)
FIX = (
    "When the branch for the next release is merged, tag that commit with the version, and let both branches start "
    "from it."
)
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_aligned"])
    required = f"at least {minimum:.0%} of the merges tagged as a release, with both lines at the same tree"
    absent = no_next_line(evidence, ID, parameters, required=required)
    if absent is not None:
        return absent
    workflow: Workflow = evidence["workflow"].data
    lines = [line for line in alive(workflow, parameters) if line.role != SERIES]
    if not lines:
        return not_applicable(f"{ID} speaks of merges; releases are made on series branches, which are never merged")
    line = lines[0]
    good = [joint for joint in line.joints if joint.tagged and joint.aligned]
    figure = f"{len(good)} of {len(line.joints)} merges of {printable(line.name)} aligned both lines and bear a release"
    shown = {"required": required, "found": figure}
    if not line.joints:
        return not_assessed(f"no merge of {printable(line.name)} is among the commits that were looked at", **shown)
    if len(good) >= minimum * len(line.joints):
        return passed(figure, Strength.E3, **shown)
    bad = [joint for joint in line.joints if joint not in good]
    return failed(figure, tuple(Finding(ID, f"{joint.commit[:12]}: {_lacks(joint)}.") for joint in bad[:20]), **shown)


def _lacks(joint: Joint) -> str:
    if not joint.tagged:
        return "no release tag stands on this merge"
    return "after this merge the two lines still held different trees"
