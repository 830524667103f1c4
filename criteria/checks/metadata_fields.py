"""metadata-fields: the metadata state the asked fields."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.statements import DESCRIPTIVE, KIND, Statements
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


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`fields`, `minimum` of them; `descriptive_only` leaves manifests out. E3 where two files state one field."""
    data: Statements = evidence[KIND].data
    fields, minimum = tuple(parameters["fields"]), int(parameters["minimum"])
    within = DESCRIPTIVE if parameters.get("descriptive_only") else None
    where = "CITATION.cff, codemeta.json, .zenodo.json or the POM" if within else "metadata or manifests"
    required = f"{minimum} of the fields {', '.join(fields)} in {where}"
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    filled = {field: data.of(field, within=within) for field in fields}
    present = [field for field, values in filled.items() if values]
    missing = [field for field in fields if field not in present]
    found = (
        "; ".join(f"{field}: {printable(filled[field][0].value)[:80]} ({filled[field][0].path})" for field in present)
        or "none"
    )
    if len(present) < minimum:
        unread = "".join(f"; {printable(one.path)}: {printable(one.reason)}" for one in data.unread[:2])
        findings = tuple(Finding(ID, f"{field} is not stated.") for field in missing)
        return failed(f"{len(present)} of {minimum} fields are stated; missing: {', '.join(missing)}{unread}", findings,
                      required=required, found=found)  # fmt: skip
    notes = tuple(Finding(ID, f"{field} is not stated.") for field in missing)
    agree = any(len({one.path for one in filled[field]}) > 1 for field in present)
    reason = f"{len(present)} of {len(fields)} fields: {found}"
    return passed(reason, Strength.E3 if agree else Strength.E2, required=required, found=found, findings=notes)
