"""QC.Rev03.2: reviews ask whether a change is needed and complete."""

from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, not_assessed
from criteria.model import EvidenceSet, Verdict

ID = "QC.Rev03.2"
TITLE = "Reviews ask whether a change is needed and complete"
WHY = "What nobody needs has to be kept up all the same, and half a change is a defect."
HOW = (
    "Whether a change is needed, and complete for its goal, is known to people alone. A person who read a sample of "
    "reviews states it, signed and dated."
)
FIX = "Let reviewers ask for the purpose of a change, and let somebody who read a sample of reviews sign the statement."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return not_assessed(ONLY_A_PERSON, required="reviews that ask whether a change is needed and complete for its goal")
