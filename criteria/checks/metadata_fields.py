"""metadata-fields: the metadata state the asked fields."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.documents.origin import own_names
from criteria.evidence.guides import Guides
from criteria.evidence.statements import DESCRIPTIVE, KIND, Statements
from criteria.metadata.project_name import names_any
from criteria.metadata.statements import DOCUMENTATION, Statement
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "metadata-fields"
TITLE = "The metadata state the asked fields"
WHY = "What stands in fields can be found, compared and harvested; what stands in prose has to be read by somebody."
HOW = (
    "CITATION.cff, codemeta.json, .zenodo.json, the POM and the manifests of package tools are read into one "
    "vocabulary of fields. A placeholder is no value. The baseline says which fields count and how many are needed, "
    "and whether manifests count besides the formats made for metadata."
)
FIX = "Add the missing fields to codemeta.json, for example keywords, funder, developmentStatus and softwareHelp."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_PARTS = str.maketrans("/.:", "   ")  # between the words of an address


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`fields`, `minimum` of them. `descriptive_only` leaves manifests out, `documents` counts the address of the
    documentation that a README or another document gives. E3 where two files state one field.
    """
    data: Statements = evidence[KIND].data
    fields, minimum = tuple(parameters["fields"]), int(parameters["minimum"])
    within = DESCRIPTIVE if parameters.get("descriptive_only") else None
    where = "CITATION.cff, codemeta.json, .zenodo.json or the POM" if within else "metadata or manifests"
    required = f"{minimum} of the fields {', '.join(fields)} in {where}"
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    filled = {field: data.of(field, within=within) or _written(evidence, field, parameters) for field in fields}
    present = [field for field, values in filled.items() if values]
    missing = [field for field in fields if field not in present]
    found = (
        "; ".join(f"{field}: {printable(filled[field][0].value)[:80]} ({filled[field][0].path})" for field in present)
        or "none"
    )
    if len(present) < minimum:
        unread = "".join(f"; {printable(one.path)}: {printable(one.reason)}" for one in data.unread[:2])
        findings = tuple(Finding(ID, f"{field} is not stated.") for field in missing)
        lacking = f"{minimum} are needed; missing: {', '.join(missing)}{unread}"
        reason = f"{len(present)} of {len(fields)} fields are stated, {lacking}"
        return failed(reason, findings, required=required, found=found)
    notes = tuple(Finding(ID, f"{field} is not stated.") for field in missing)
    agree = any(len({one.path for one in filled[field]}) > 1 for field in present)
    reason = f"{len(present)} of {len(fields)} fields: {found}"
    return passed(reason, Strength.E3 if agree else Strength.E2, required=required, found=found, findings=notes)


def _written(evidence: EvidenceSet, field: str, parameters: Parameters) -> tuple[Statement, ...]:
    """What the documents say instead, where the baseline lets them: pages that bear the name of the project (A7)."""
    if field != DOCUMENTATION or not parameters.get("documents") or not {"guides", "documents"} <= set(evidence):
        return ()
    guides: Guides = evidence["guides"].data
    own = own_names(evidence["documents"].data, evidence.get("retrieval")).folds
    pages = (page for page in guides.addresses if page.declared or names_any(page.url.translate(_PARTS), own))
    return tuple(Statement(field, page.url, page.path) for page in pages)
