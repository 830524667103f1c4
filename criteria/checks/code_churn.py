"""code-churn: the code does not change so fast that nothing can rest on it."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.evidence.churn import KIND, Churn
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict

ID = "code-churn"
TITLE = "The code does not change faster than it can settle"
WHY = "Where most lines were changed a few weeks ago, nobody has used them for long."
HOW = (
    "The tree is compared with that of 90 days before on the main line. Added and removed lines of first-party code "
    "are held against the lines of code today. A history shorter than that is too young for the question. The limit "
    "is Assay's own."
)
FIX = "Split large rewrites, and release stable states between them."
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND, "census", "retrieval")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`maximum_share`: changed lines by lines of code today."""
    churn: Churn = evidence[KIND].data
    census: Census = evidence["census"].data
    retrieval: Retrieval = evidence["retrieval"].data
    limit = float(parameters["maximum_share"])
    required = f"at most {limit:.0%} of the lines of code changed within 90 days"
    lines = census.programming_lines
    if not lines:
        return not_applicable("the census found no file in a programming language")
    if not retrieval.versioned:
        return not_assessed("an archive carries no history", required=required)
    if churn.problem:
        return not_assessed(churn.problem, required=required)
    if churn.young:
        return not_applicable(f"{ID}: the history of {churn.days} days is too young for a period of 90 days")
    found = (
        f"{churn.added:,} lines added and {churn.removed:,} removed in {churn.files:,} files within {churn.days} days "
        f"({churn.changed / lines:.1%} of the lines of code)"
    )
    if churn.changed > limit * lines:
        return failed(found, required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found)
