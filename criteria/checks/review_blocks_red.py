"""QC.Rev01.3: the review tool can keep back what has failing tests."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import Forge
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Rev01.3"
TITLE = "Changes with failing tests are kept back"
WHY = "What cannot be merged by mistake is not merged by mistake."
HOW = (
    "The forge evidence tells which checks the branch rules of the default branch require. The exception for "
    "contributions to projects that use another tool is for people to judge."
)
FIX = "Require the checks that matter in the branch rules of the default branch."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("forge",)

_REQUIRED = "checks that must succeed before anything is merged into the default branch"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    forge: Forge = evidence["forge"].data
    rules = forge.branch_rules
    if rules is not None and rules.protected is False:
        return failed(f"on {forge.date} the default branch had no rules", (), required=_REQUIRED, found="no rules")
    if rules is None or rules.required_checks is None:
        return not_assessed(forge.why("branch_rules"), required=_REQUIRED)
    if not rules.required_checks:
        return failed(f"on {forge.date} no check was required for a merge", (), required=_REQUIRED, found="none")
    names = ", ".join(printable(name, 60) for name in rules.required_checks[:5])
    reason = f"on {forge.date} {len(rules.required_checks)} checks were required for a merge: {names}"
    return passed(reason, Strength.E2, required=_REQUIRED, found=names)
