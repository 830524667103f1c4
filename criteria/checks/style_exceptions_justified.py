"""QC.Sty03.1: exceptions from the style are justified and tracked."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.suppression_reasons import SuppressionReasons
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Sty03.1"
TITLE = "Exceptions from the style say why"
WHY = "An exception without a reason stays for ever, for nobody knows when it may go."
HOW = (
    "Beside each comment that silences a style checker a reason of at least two words is looked for, or an issue: on "
    "the "
    "line itself or in a comment on the line before. Codes of rules are no reason."
)
FIX = "Write the reason behind each suppression, such as `# noqa: E402 (the path is set first)`, or take it away."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("suppression_reasons",)

SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: SuppressionReasons = evidence["suppression_reasons"].data
    share = float(parameters["minimum_explained"])
    required = f"at least {share:.0%} of the suppressions with a reason or an issue"
    if not data.total:
        return not_applicable("QC.Sty03 counts no suppression of a style checker, so none needs a reason")
    found = f"{data.explained:,} of {data.total:,} suppressions say why"
    findings = tuple(
        Finding(ID, f"{item.count} suppressions do not say why.", item.path, item.line) for item in data.files[:SHOWN]
    )
    if data.explained < share * data.total:
        return failed(found, findings, required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found, findings=findings)
