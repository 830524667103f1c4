"""QC.Rev01: changes are reviewed in the tool that the project agreed on."""

from criteria.changes.reviews import reviewed
from criteria.check import Parameters
from criteria.model import EvidenceSet, Verdict

ID = "QC.Rev01"
TITLE = "Changes are reviewed, in the tool that the project agreed on"
WHY = "A second pair of eyes finds what the author cannot see, and a common tool keeps what it said."
HOW = (
    "For each change request that was merged in the window, the forge evidence gives who handed in a review. One by "
    "somebody other than the author counts; bots do not. Without forge evidence the messages of merges are searched "
    "for a reviewer who is not the author."
)
FIX = "Ask somebody else for a review before you merge, and let the branch rules require one."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_share"])
    required = f"at least {minimum:.0%} of the changes reviewed by somebody other than their author"
    return reviewed(ID, evidence, parameters, minimum, required)
