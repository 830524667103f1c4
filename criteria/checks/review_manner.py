"""QC.Rev03: reviews are concise and neutral."""

from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, not_assessed
from criteria.model import EvidenceSet, Verdict

ID = "QC.Rev03"
TITLE = "Reviews are concise and neutral"
WHY = "A review is about the change; people who were hurt by one do not come back."
HOW = (
    "No machine judges the tone of a text. A person who read a sample of reviews states it, signed and dated; until "
    "then the rule stays open."
)
FIX = "Let somebody read a sample of reviews and sign the statement, and keep a code of conduct that covers reviews."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return not_assessed(ONLY_A_PERSON, required="concise and neutral reviews")
