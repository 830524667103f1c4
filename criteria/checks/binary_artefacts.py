"""binary-artefacts: no program lies in the tree as bytes."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.evidence.oddities import KIND, Oddities
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "binary-artefacts"
TITLE = "No programs lie in the tree as bytes"
WHY = "Nobody can review a program that is only bytes, and it runs on the machines of all who build."
HOW = (
    "The beginning of every file is compared with the formats of programs and of archives that hold some. Test data "
    "are set apart and shown. A file too large to read leaves the rule open."
)
FIX = "Remove the programs, and build or download them with a checked digest where they are needed."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, "census")

_REQUIRED = "no program and no archive of programs outside of test data"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Oddities = evidence[KIND].data
    census: Census = evidence["census"].data
    if not census.files:
        return not_applicable(f"{ID}: the commit holds no file")
    found = f"{len(data.programs)} programs among {len(census.files):,} files; {data.binaries_total} binaries in all"
    if data.programs:
        findings = tuple(
            Finding(ID, f"It is {printable(one.format)} of {one.bytes:,} bytes.", one.path) for one in data.programs
        )
        return failed(found, findings, required=_REQUIRED, found=found)
    if data.unread or data.binaries_total > len(data.binaries):
        reason = (
            f"{printable(data.unread[0])} is too large to read"
            if data.unread
            else "there are more binaries than were kept"
        )
        return not_assessed(reason, required=_REQUIRED, found=found)
    return passed(found, Strength.E3, required=_REQUIRED, found=found)
