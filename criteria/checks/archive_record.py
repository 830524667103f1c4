"""archive-record: archives, catalogues and registries hold a record of this very software."""

from collections.abc import Sequence

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.archive import KIND as ARCHIVE
from criteria.evidence.archive import Archive, ArchiveRecord
from criteria.evidence.identifiers import KIND, Identifiers
from criteria.metadata.project_name import mentions
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "archive-record"
TITLE = "An archive or registry holds a record of this software"
WHY = "What only lies on a forge is lost with it, and what no catalogue lists is not found."
HOW = (
    "Records that were captured from archives and registries are compared with this software: a record counts where it "
    "names the repository that was assessed, or bears the identifier that the metadata state. Badges and links in the "
    "tree count for nothing. Without a capture nothing is said."
)
FIX = "Deposit a release in an archive, list it in the registry of your field, and name the repository in the record."
EFFORT = "hours"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("retrieval", KIND)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`kinds` of infrastructure that count, `minimum` of them; `stated`: the record must bear a stated identifier;
    `cross_referenced`: the records name each other."""
    kinds, minimum = tuple(parameters["kinds"]), int(parameters.get("minimum", 1))
    required = f"{minimum} records of this software, in: {', '.join(kinds)}"
    captured = evidence.get(ARCHIVE)
    if captured is None:
        why = evidence.why_missing(ARCHIVE)
        return not_assessed(f"only the network knows the records of archives and registries: {why}", required=required)
    archive: Archive = captured.data
    identifiers: Identifiers = evidence[KIND].data
    stated = {one.value.lower() for one in identifiers.own}
    if parameters.get("stated") and not stated:
        return failed("no identifier is stated that a record could bear", required=required, found="none")
    location = str(evidence["retrieval"].data.location)
    ours = [one for one in archive.records if one.kind in kinds and _ours(one, location, stated, parameters)]
    places = {one.infrastructure for one in ours}
    linked = not parameters.get("cross_referenced") or _linked(ours)
    found = ", ".join(f"{printable(one.infrastructure)}: {printable(one.identifier)}" for one in ours[:5]) or "none"
    if len(places) >= minimum and linked:
        reason = f"{found}, as captured on {printable(archive.captured)}"
        return passed(reason, Strength.E3, required=required, found=found)
    if missing := [kind for kind in kinds if kind not in archive.asked]:
        reason = f"{', '.join(missing)} could not be asked on {printable(archive.captured)}"
        return not_assessed(reason, required=required, found=found)
    reason = (
        "the records do not name each other" if len(places) >= minimum else f"{len(places)} of {minimum} records found"
    )
    return failed(f"{reason}, as captured on {printable(archive.captured)}", required=required, found=found)


def _ours(record: ArchiveRecord, location: str, stated: set[str], parameters: Parameters) -> bool:
    here = {mention.repository for mention in mentions(location)}
    there = {mention.repository for mention in mentions(record.repository or "")}
    same = bool(here & there)
    borne = record.identifier.lower() in stated
    return (same and borne) if parameters.get("stated") else (same or (borne and not there))


def _linked(records: Sequence[ArchiveRecord]) -> bool:
    """Two records of different infrastructures of which each names the other."""
    return any(
        a.infrastructure != b.infrastructure and a.identifier in b.refers_to and b.identifier in a.refers_to
        for a in records
        for b in records
    )
