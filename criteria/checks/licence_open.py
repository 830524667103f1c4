"""QC.Lic01: an open-source licence lets others use, change and redistribute the software."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.licences import KIND, LicenceFile, Licences
from criteria.licences.agreement import agreement, blanks, conflicts, deciding, open_blanks, riders, summary, unfit
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Lic01"
TITLE = "Open-source licence"
WHY = "Without a licence all rights are reserved: nobody may use, change or pass on the software."
HOW = (
    "Compares every licence file with the texts of the SPDX list, looks for blanks never filled and for added terms "
    "that take rights back, and compares the result with manifests, citation metadata and the heads of source files."
)
FIX = "Put the full, filled-in text of an open-source licence into LICENSE and name the same licence in the manifest."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "the complete text of a licence that allows use, change and redistribution"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E2 for a recognised text, E3 where an independent statement agrees and none contradicts (A1-A5)."""
    licences: Licences = evidence[KIND].data
    if not licences.tracked:
        return not_applicable("QC.Lic01: the commit holds no file that could be licensed")
    files = deciding(licences)
    held = agreement(licences)
    notes = (*unfit(ID, licences), *conflicts(ID, held))
    if not any(file.matches for file in files):
        return _without_text(licences, notes)
    if restricting := tuple(riders(ID, files)):
        return failed(
            "the licence text is joined by terms that restrict use, change or redistribution",
            (*restricting, *notes),
            required=_REQUIRED,
            found=f"{summary(licences, files)}, restricted",
            strength=Strength.E2,
        )
    filled = [file for file in files if file.matches and not open_blanks(file)]
    if not filled:
        return failed(
            "the licence text is a form whose blanks were never filled in",
            (*blanks(ID, files), *notes),
            required=_REQUIRED,
            found=f"{summary(licences, files)}, not filled in",
            strength=Strength.E1,
        )
    return passed(
        _reason(licences, filled, len(held.agreeing), len(held.conflicting)),
        held.strength,
        required=_REQUIRED,
        found=summary(licences, filled),
        findings=(*blanks(ID, files), *notes),
    )


def _without_text(licences: Licences, notes: tuple[Finding, ...]) -> Verdict:
    if any(file.truncated for file in licences.files):
        return not_assessed("a licence file is longer than we read, so its text could not be compared", findings=notes)
    stated = [statement for statement in licences.statements if statement.name.known]
    if licences.files:
        reason = f"no licence text was recognised in {', '.join(file.path for file in licences.files[:3])}"
    else:
        reason = "there is no licence file"
    if stated:
        reason += f"; {stated[0].where} names {stated[0].expression or stated[0].family}, but a name is no licence text"
    return failed(reason, notes, required=_REQUIRED, found="no licence text")


def _reason(licences: Licences, files: list[LicenceFile], agreeing: int, conflicting: int) -> str:
    reason = f"licence text recognised: {summary(licences, files)}"
    if conflicting:
        return f"{reason}; {conflicting} other statements name another licence"
    return f"{reason}; {agreeing} other statements agree" if agreeing else f"{reason}; nothing else names the licence"
