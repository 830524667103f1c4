"""QC.Sec01.1: the secure coding practices of OWASP are followed."""

from collections import Counter

from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, not_assessed
from criteria.evidence.security import Security
from criteria.examined import no_subject
from criteria.model import EvidenceSet, Verdict

ID = "QC.Sec01.1"
TITLE = "The secure coding practices of OWASP are followed"
WHY = "A list that others have thought through reminds of what nobody on the team thinks of."
HOW = (
    "Whether the practices are followed only a person can say. Shown beside it is which of their chapters the findings "
    "of static security testing belong to."
)
FIX = "Go through the checklist of the OWASP secure coding practices, and let the one who did sign the statement."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("security",)

_REQUIRED = "the OWASP secure coding practices, followed"
# What the rules of the analysers are about, by the beginning of their ids.
_CHAPTERS = (
    (("B1", "S1"), "file management and general coding practices"),
    (("B3", "S3"), "cryptographic practices and data protection"),
    (("B5", "S5"), "communication security"),
    (("B6", "S6"), "input validation and system commands"),
    (("B7", "S7"), "output encoding"),
)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The signals are shown to whoever attests; they decide nothing."""
    data: Security = evidence["security"].data
    verdict = no_subject(data)
    if verdict is not None:
        return verdict
    counts = Counter(_chapter(finding.rule) for run in data.runs for finding in run.findings)
    said = ", ".join(f"{count} on {chapter}" for chapter, count in sorted(counts.items()))
    return not_assessed(ONLY_A_PERSON, required=_REQUIRED, found=f"findings of static testing: {said or 'none'}")


def _chapter(rule: str) -> str:
    return next((chapter for starts, chapter in _CHAPTERS if rule.startswith(starts)), "other practices")
