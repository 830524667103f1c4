"""QC.Man02.5: change requests address open issues."""

from criteria.changes.requests import NEEDS as _NEEDS
from criteria.changes.requests import Requests, requests, share
from criteria.check import Parameters
from criteria.evidence.forge import ChangeRequest
from criteria.model import EvidenceSet, Verdict

ID = "QC.Man02.5"
TITLE = "Change requests address open issues"
WHY = "The issue tells the purpose, and its discussion comes before the work and not after it."
HOW = (
    "For each change request that was merged in the window, the forge evidence gives the issues that the forge links "
    "with it."
)
FIX = "Open an issue before larger work, and link the pull or merge request with it."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = _NEEDS


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_linked"])
    required = f"at least {minimum:.0%} of the merged change requests linked with an issue"
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    return share(
        ID,
        found,
        _linked,
        minimum=minimum,
        what="are linked with an issue",
        lacks="no issue is linked with it",
        required=required,
    )


def _linked(record: ChangeRequest) -> bool | None:
    return None if record.linked_issues is None else bool(record.linked_issues)
