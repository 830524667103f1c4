"""QC.Man01: an issue tracker holds enhancements and defects."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.origin import own_names
from criteria.evidence.documents import Documents
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Outcome, Strength, Verdict
from criteria.printable import printable

ID = "QC.Man01"
TITLE = "Enhancements and defects are kept in an issue tracker"
WHY = "What is known to be wrong or wanted is then written down once, can be found, and is not forgotten."
HOW = (
    "The forge evidence tells whether the project has a tracker and whether it is used. Without it, a tracker of the "
    "project that its documents lead to counts where the newest changes close issues by number."
)
FIX = "Turn the issue tracker of the forge on, and name its address in the README."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "documents", "workflow")

_REQUIRED = "an issue tracker that is in use"
_PAGES = ("issues", "issue")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = int(parameters["minimum_issues"])
    by_forge = _by_forge(evidence[FORGE].data, minimum) if FORGE in evidence else None
    if by_forge is not None and by_forge.outcome is not Outcome.NOT_ASSESSED:
        return by_forge
    tracker, closed = _declared(evidence), _closed(evidence)
    looked_at = len(evidence["workflow"].data.changes)
    if tracker and len(closed) >= minimum:
        changes = f"the newest {looked_at:,} changes close {len(closed)} issues by number"
        reason = f"the documents lead to {printable(tracker)}, and {changes}"
        return passed(
            reason, Strength.E2, required=_REQUIRED, found=f"{printable(tracker)}, {len(closed)} issues closed"
        )
    named = (
        f"the documents lead to {printable(tracker)}" if tracker else "no document leads to a tracker of the project"
    )
    missing = by_forge.reason if by_forge is not None else evidence.why_missing(FORGE)
    reason = f"{named}; whether it is used is not known: {missing}"
    return not_assessed(reason, required=_REQUIRED)


def _by_forge(forge: Forge, minimum: int) -> Verdict:
    issues = forge.issues
    if issues is None or issues.enabled is None:
        return not_assessed(forge.why("issues"), required=_REQUIRED)
    if not issues.enabled:
        return failed(f"on {forge.date} the project had no issue tracker", (), required=_REQUIRED, found="none")
    if issues.total is None:
        return not_assessed(forge.why("issues"), required=_REQUIRED, found="a tracker")
    found = f"{issues.total} issues opened in the window"
    if issues.total < minimum:
        reason = f"there is a tracker, and {found}; from {minimum} on it counts as used"
        return not_assessed(reason, required=_REQUIRED, found=found)
    return passed(f"the project has an issue tracker: {found}", Strength.E2, required=_REQUIRED, found=found)


def _declared(evidence: EvidenceSet) -> str | None:
    """A tracker of the project's own repository; an address of somebody else's says nothing."""
    documents: Documents = evidence["documents"].data
    own = own_names(documents, evidence["retrieval"]).repositories
    for document in documents.documents:
        for mention in document.mentions:
            if mention.page in _PAGES and mention.repository in own:
                return f"{mention.repository}/issues"
    return None


def _closed(evidence: EvidenceSet) -> set[int]:
    workflow: Workflow = evidence["workflow"].data
    return {number for change in workflow.changes for number in change.closes}
