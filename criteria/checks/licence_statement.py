"""licence-statement: metadata and manifests state the licence, as asked in SPDX form and with its holder."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.licences import Licences
from criteria.evidence.licences import Statement as Licence
from criteria.evidence.statements import Statements
from criteria.licences.agreement import agreement
from criteria.licences.names import is_expression
from criteria.metadata.statements import COPYRIGHT
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "licence-statement"
TITLE = "The metadata state the licence"
WHY = "A program that gathers software can respect a licence only where it finds it in a field."
HOW = (
    "The licence fields of CITATION.cff, codemeta.json and the manifests are parsed as SPDX expressions and compared "
    "with the text of the licence file. The baseline says whether the SPDX form and a copyright holder are asked for; "
    "a holder also counts where the filled-in licence text or an author field names one."
)
FIX = "State the licence as an SPDX id in the manifest and in CITATION.cff or codemeta.json, the same in all."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("licences", "statements")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`spdx`: an SPDX expression; `copyright`: a holder as well; `agree`: no two places contradict each other."""
    licences: Licences = evidence["licences"].data
    stated: Statements = evidence["statements"].data
    spdx, holder, agree = (bool(parameters.get(name)) for name in ("spdx", "copyright", "agree"))
    required = (
        "a licence field"
        + " in SPDX form" * spdx
        + " with a copyright holder" * holder
        + ", all of them the same" * agree
    )
    if not licences.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be licensed")
    fields = [
        one for one in licences.statements if one.where not in ("headers", "README", *(("classifier",) if spdx else ()))
    ]
    found = "; ".join(f"{one.path}: {printable(one.value)[:80]}" for one in fields[:5]) or "none"
    if not fields:
        return failed("no manifest and no metadata file states a licence", required=required, found=found)
    if spdx and not any(is_expression(one.value) for one in fields):
        findings = tuple(Finding(ID, f"{printable(one.value)[:80]} is no SPDX expression.", one.path) for one in fields)
        return failed(f"no statement is an SPDX expression: {found}", findings, required=required, found=found)
    if holder and not (named := _holder(licences, stated)):
        return failed(
            "nobody is named as holder of the copyright", required=required, found=f"{found}; {named or 'no holder'}"
        )
    held = agreement(licences)
    if agree and held.conflicting:
        return failed(
            f"{len(held.conflicting)} statements name another licence than the text", required=required, found=found
        )
    return passed(found, _strength(fields, held.agreeing), required=required, found=found)


def _strength(fields: list[Licence], agreeing: object) -> Strength:
    several = len({one.path for one in fields if is_expression(one.value)}) > 1
    return Strength.E3 if agreeing or several else Strength.E2


def _holder(licences: Licences, stated: Statements) -> str | None:
    """A field, an author, or a licence text whose blanks for the holder are filled in."""
    if fields := stated.of(COPYRIGHT):
        return fields[0].value
    if stated.people:
        return stated.people[0].name
    filled = [file for file in licences.files if file.main and file.matches and not file.placeholders]
    return filled[0].path if filled else None
