"""QC.Lic01: an open-source licence lets others use, change and redistribute the software."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND as HEADERS
from criteria.evidence.headers import Headers
from criteria.evidence.licences import KIND, LicenceFile, Licences
from criteria.licences.agreement import Agreement, agreement, beyond_us, deciding, joining, summary
from criteria.licences.candidates import LICENCE
from criteria.licences.findings import (
    blanks,
    conflicts,
    missing_passages,
    open_blanks,
    other_heads,
    riders,
    unfit,
    wavering,
    whole,
)
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Lic01"
TITLE = "Open-source licence"
WHY = "Without a licence all rights are reserved: nobody may use, change or pass on the software."
HOW = (
    "Compares every licence file with the texts of the SPDX list, looks for blanks never filled, for passages cut out "
    "and for added terms that take rights back, and compares the result with manifests, citation metadata, the README "
    "and the heads of all source files."
)
FIX = "Put the full, filled-in text of an open-source licence into LICENSE and name the same licence in the manifest."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HEADERS)

_REQUIRED = "the complete text of a licence that allows use, change and redistribution"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E2 for a recognised text, E3 where an independent statement agrees and none contradicts (A1-A5)."""
    licences: Licences = evidence[KIND].data
    headers: Headers = evidence[HEADERS].data
    if not licences.tracked:
        return not_applicable("QC.Lic01: the commit holds no file that could be licensed")
    files = deciding(licences)
    held = agreement(licences, headers)
    notes = (
        *unfit(ID, licences),
        *conflicts(ID, held, licences),
        *wavering(ID, licences, headers),
        *other_heads(ID, licences, headers),
    )
    if not any(file.matches for file in files):
        return _without_text(licences, notes)
    if restricting := tuple(riders(ID, (*files, *joining(licences)))):
        return failed(
            "the licence text is joined by terms that restrict use, change or redistribution",
            (*restricting, *notes),
            required=_REQUIRED,
            found=f"{summary(licences, headers, files)}, restricted",
            strength=Strength.E2,
        )
    complete = [file for file in files if whole(file)]
    defects = (*blanks(ID, files), *missing_passages(ID, files))
    if not complete:
        open_form = any(open_blanks(file) for file in files if file.matches)
        return failed(
            "the licence text is a form whose blanks were never filled in"
            if open_form
            else "a part of the licence text is missing",
            (*defects, *notes),
            required=_REQUIRED,
            found=f"{summary(licences, headers, files)}, {'not filled in' if open_form else 'not complete'}",
            strength=Strength.E1,
        )
    found = summary(licences, headers, complete)
    return passed(_reason(found, held), held.strength, required=_REQUIRED, found=found, findings=(*defects, *notes))


def _without_text(licences: Licences, notes: tuple[Finding, ...]) -> Verdict:
    if problem := beyond_us(licences):
        return not_assessed(problem, findings=notes)
    files: list[LicenceFile] = [file for file in licences.files if file.role == LICENCE]
    stated = [statement for statement in licences.statements if statement.name.known]
    if files:
        reason = f"no licence text was recognised in {', '.join(file.path for file in files[:3])}"
    else:
        reason = "there is no licence file"
    if stated:
        reason += f"; {stated[0].where} names {stated[0].expression or stated[0].family}, but a name is no licence text"
    return failed(reason, notes, required=_REQUIRED, found="no licence text")


def _reason(found: str, held: Agreement) -> str:
    reason = f"licence text recognised: {found}"
    if held.conflicting:
        return f"{reason}; {_statements(len(held.conflicting))} another licence"
    if held.doubts:
        return f"{reason}; what stands beside it has to be read by a person"
    if held.agreeing:
        return f"{reason}; {_statements(len(held.agreeing))} the same"
    return f"{reason}; nothing else names the licence"


def _statements(count: int) -> str:
    return "1 other place names" if count == 1 else f"{count} other places name"
