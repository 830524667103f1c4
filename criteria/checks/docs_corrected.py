"""QC.Doc05: documentation is corrected when somebody reports it wrong or unclear."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import Forge, belongs
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Doc05"
TITLE = "Reported faults of the documentation are corrected"
WHY = "Who reports that a page is wrong and sees nothing happen does not report the next one."
HOW = "The forge's count of issues about documentation, opened in a window, and how many of them were closed."
FIX = "Label issues about documentation, and correct and close those that are open."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("forge", "retrieval")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    forge: Forge = evidence["forge"].data
    share = float(parameters["minimum_closed_share"])
    required = f"at least {share:.0%} of the issues about documentation closed"
    foreign = belongs(forge, evidence["retrieval"].data.location)
    if foreign:
        return not_assessed(foreign, required=required)
    issues = forge.issues
    if issues is None or issues.documentation is None or issues.documentation_closed is None:
        return not_assessed(forge.why("issues.documentation"), required=required)
    if issues.documentation == 0:
        return not_applicable(
            "the rule is about reported faults, and the forge counts no issue about documentation in the window"
        )
    closed = min(issues.documentation_closed, issues.documentation)
    found = f"{closed} of {issues.documentation} closed ({forge.date})"
    if closed < share * issues.documentation:
        return failed(f"issues about documentation stay open: {found}", required=required, found=found)
    return passed(f"issues about documentation: {found}", Strength.E3, required=required, found=found)
