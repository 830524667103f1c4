"""QC.Acc03: the parts of a larger project lie in one place of a forge."""

from criteria.changes.components import only_one, repositories
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import KIND, Forge
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Acc03"
TITLE = "The parts of a larger project lie in one organisation"
WHY = "Users find all parts in one place, and the project decides in one place who may do what."
HOW = (
    "The repositories of the project are taken from the forge evidence, and what stands before their names is "
    "compared. Where metadata declare one repository and the tree holds no other one as a submodule, the rule has no "
    "subject."
)
FIX = "Move the repositories into one organisation or group of the forge; forges redirect the old addresses."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents", "workflow")

_REQUIRED = "all repositories of the project in one organisation or group of one forge"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    single = only_one(evidence)
    if single is not None:
        return not_applicable(f"{ID} speaks of several parts: {single}")
    parts = repositories(evidence)
    if parts is None:
        return not_assessed(_unknown(evidence), required=_REQUIRED)
    owners: dict[str, list[str]] = {}
    for part in parts:
        owners.setdefault(_owner(part.repository), []).append(part.repository)
    found = f"{len(parts)} repositories in {', '.join(printable(owner) for owner in sorted(owners)[:5])}"
    if len(owners) == 1:
        reason = f"all {len(parts)} repositories lie in {printable(next(iter(owners)))}"
        return passed(reason, Strength.E2, required=_REQUIRED, found=found)
    most = max(sorted(owners), key=lambda owner: len(owners[owner]))
    outside = [name for owner, names in sorted(owners.items()) if owner != most for name in names]
    findings = tuple(Finding(ID, f"{printable(name)} lies outside {printable(most)}.") for name in outside[:20])
    reason = f"the repositories lie in {len(owners)} places; most are in {printable(most)}"
    return failed(reason, findings, required=_REQUIRED, found=found)


def _owner(repository: str) -> str:
    """Host and first name: groups below it belong to the same organisation."""
    return "/".join(repository.lower().split("/")[:2])


def _unknown(evidence: EvidenceSet) -> str:
    if KIND not in evidence:
        return f"which repositories the project has is not known: {evidence.why_missing(KIND)}"
    forge: Forge = evidence[KIND].data
    return forge.why("repositories")
