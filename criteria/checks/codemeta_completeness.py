"""codemeta-completeness: codemeta.json fills most of the terms that describe software."""

from collections.abc import Sequence

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.metadata import Metadata
from criteria.evidence.statements import CODEMETA, Statements
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "codemeta-completeness"
TITLE = "The codemeta.json is complete"
WHY = "CodeMeta is what catalogues exchange; each empty term is a question that a reader has to ask elsewhere."
HOW = (
    "The terms of codemeta.json that hold a value are compared with the list of the baseline. Placeholders, empty "
    "lists and empty objects are no values. A file with errors fails."
)
FIX = "Fill the terms that the findings name; the CodeMeta generator asks for them one by one."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("statements", "metadata")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`terms` asked for and `minimum_share` of them."""
    stated: Statements = evidence["statements"].data
    metadata: Metadata = evidence["metadata"].data
    terms: Sequence[str] = parameters["terms"]
    share = float(parameters["minimum_share"])
    required = f"at least {share:.0%} of {len(terms)} CodeMeta terms filled"
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    if metadata.codemeta is None:
        return failed("there is no codemeta.json in the root", required=required, found="none")
    if CODEMETA not in stated.files:
        why = next((one.reason for one in stated.unread if one.path == CODEMETA), "it could not be read")
        return failed(
            f"codemeta.json: {printable(why)}", metadata.codemeta.findings, required=required, found="not readable"
        )
    filled = [term for term in terms if term in stated.terms]
    found = f"{len(filled)} of {len(terms)} terms"
    missing = tuple(Finding(ID, f"{term} is empty.", CODEMETA) for term in terms if term not in filled)
    if len(filled) < share * len(terms):
        empty = ", ".join(term for term in terms if term not in filled)
        return failed(f"{found} are filled; empty: {empty}", missing, required=required, found=found)
    if metadata.codemeta.findings:
        return failed(f"codemeta.json: {metadata.codemeta.findings[0].message}", metadata.codemeta.findings,
                      required=required, found=found)  # fmt: skip
    return passed(f"{found} are filled", Strength.E2, required=required, found=found, findings=missing)
