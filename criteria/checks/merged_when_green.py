"""QC.Wor01.2: changes are merged only when their checks succeeded."""

from criteria.changes.requests import NEEDS as _NEEDS
from criteria.changes.requests import Requests, requests, share
from criteria.check import Parameters
from criteria.evidence.forge import ChangeRequest
from criteria.model import EvidenceSet, Verdict

ID = "QC.Wor01.2"
TITLE = "Changes are merged only when their checks succeeded"
WHY = "What is merged red is repaired by somebody else, later, and meanwhile everybody has it."
HOW = (
    "For each change request that was merged in the window, the checks that ran on it are taken from the forge "
    "evidence. Where checks are required for a merge, all of them must have succeeded; else at least one, and none may "
    "have failed. Skipped is not succeeded."
)
FIX = "Require the checks that matter in the branch rules of the forge, and merge only when they are green."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = _NEEDS

_GOOD, _OPEN, _IDLE = "success", ("pending", "stale"), ("skipped", "neutral")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_green"])
    required = f"at least {minimum:.0%} of the merged change requests with all their checks succeeded"
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    rules = found.forge.branch_rules
    wanted = frozenset((rules.required_checks if rules else None) or ())
    return share(
        ID,
        found,
        lambda record: _green(record, wanted),
        minimum=minimum,
        what="were merged with their checks succeeded",
        lacks="it was merged although its checks had not all succeeded",
        required=required,
        asked_for=True,
    )


def _green(record: ChangeRequest, wanted: frozenset[str]) -> bool | None:
    if record.checks is None:
        return None
    good = {run.name for run in record.checks if run.conclusion == _GOOD}
    if wanted:
        return wanted <= good
    if any(run.conclusion in _OPEN for run in record.checks):
        return None
    return bool(good) and all(run.conclusion in (_GOOD, *_IDLE) for run in record.checks)
