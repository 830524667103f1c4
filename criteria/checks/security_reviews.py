"""QC.Sec03: security reviews are held, fed by the analysers."""

from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, not_assessed
from criteria.evidence.forge import Forge
from criteria.evidence.security import Security
from criteria.examined import no_subject
from criteria.model import EvidenceSet, Verdict

ID = "QC.Sec03"
TITLE = "Security reviews are held"
WHY = "An analyser finds known patterns; only a person sees that a design gives the wrong people rights."
HOW = (
    "That a review was held, and what came of it, only a person can say. Shown beside it are the findings it would "
    "begin with, and change requests with a label for security that somebody other than the author reviewed."
)
FIX = "Go through the findings with somebody who did not write the code, and sign the record of the review."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("security",)

_REQUIRED = "security reviews that begin with what the analysers found"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The signals are shown to whoever attests; they decide nothing."""
    data: Security = evidence["security"].data
    verdict = no_subject(data)
    if verdict is not None:
        return verdict
    count = sum(run.findings_total for run in data.runs)
    signals = [f"{count} findings of static security testing to review", *_reviewed(evidence)]
    return not_assessed(ONLY_A_PERSON, required=_REQUIRED, found="; ".join(signals))


def _reviewed(evidence: EvidenceSet) -> list[str]:
    if "forge" not in evidence:
        return []
    forge: Forge = evidence["forge"].data
    marked = [
        change for change in forge.changes or () if any("secur" in label.lower() for label in change.labels or ())
    ]
    reviewed = sum(bool(change.others) for change in marked)
    return [f"{reviewed} of {len(marked)} changes with a label for security were reviewed by others"]
