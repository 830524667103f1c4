"""metadata-format: the software is described in a format that programs read."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.metadata import Metadata
from criteria.evidence.statements import DESCRIPTIVE, POM, ZENODO, Statements
from criteria.metadata.statements import DESCRIPTION
from criteria.metadata.statements import TITLE as TITLE_FIELD
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "metadata-format"
TITLE = "Metadata in CodeMeta, CFF, a POM or a similar format"
WHY = "Catalogues and archives take over what they can parse, and nothing else."
HOW = (
    "codemeta.json, CITATION.cff, .zenodo.json and pom.xml are parsed; the first two are validated against what their "
    "formats ask for. A file with a wrong or unfilled field does not count."
)
FIX = "Add a codemeta.json, for example with the CodeMeta generator, and correct what the findings name."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("metadata", "statements")

_REQUIRED = "a valid codemeta.json, CITATION.cff, .zenodo.json or pom.xml"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E2: parsed and valid. Whether it is current is another rule."""
    metadata: Metadata = evidence["metadata"].data
    stated: Statements = evidence["statements"].data
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    valid = [one.path for one in metadata.descriptions if not one.findings]
    valid += [
        path for path in (ZENODO, POM)
        if stated.of(TITLE_FIELD, within=(path,)) and (path == POM or stated.of(DESCRIPTION, within=(path,)))
    ]  # fmt: skip
    if valid:
        return passed(f"{', '.join(valid)} parsed and valid", Strength.E2, required=_REQUIRED, found=", ".join(valid))
    findings: tuple[Finding, ...] = tuple(finding for one in metadata.descriptions for finding in one.findings)
    findings += tuple(
        Finding(ID, f"{printable(one.reason)}.", one.path) for one in stated.unread if one.path in DESCRIPTIVE
    )
    if findings:
        reason = f"{findings[0].path}: {findings[0].message}"
        return failed(reason, findings, required=_REQUIRED, found=f"{len(findings)} things are wrong")
    return failed("there is no metadata file of such a format in the root", required=_REQUIRED, found="none")
