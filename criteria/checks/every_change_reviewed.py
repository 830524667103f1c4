"""QC.Rev04: reviews are done for every change."""

from criteria.changes.reviews import reviewed
from criteria.check import Parameters
from criteria.model import EvidenceSet, Verdict

ID = "QC.Rev04"
TITLE = "Every change is reviewed"
WHY = "The change that nobody looked at is the one that breaks."
HOW = (
    "As for QC.Rev01, but of all change requests that were merged in the window, not of a sample: one that the forge "
    "or the history shows and no record tells of keeps the rule open."
)
FIX = "Let the branch rules require a review before anything is merged."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_every"])
    required = f"{minimum:.0%} of the changes reviewed by somebody other than their author"
    return reviewed(ID, evidence, parameters, minimum, required)
