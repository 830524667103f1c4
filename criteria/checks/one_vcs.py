"""QC.Acc02.1: one version control system for all parts of the project."""

from criteria.changes.components import only_one, repositories
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import KIND, Forge
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Acc02.1"
TITLE = "All parts of the project use one version control system"
WHY = (
    "Who works on several parts, or brings them together, then needs one tool and can follow a change across all of "
    "them."
)
HOW = (
    "The repositories of the project and their systems are taken from the forge evidence. Where metadata declare one "
    "repository and the tree holds no other one as a submodule, the rule has no subject."
)
FIX = "Move every part of the project to the version control system that most of them use."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents", "workflow")

_REQUIRED = "all repositories of the project under the same version control system"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    single = only_one(evidence)
    if single is not None:
        return not_applicable(f"{ID} speaks of several parts: {single}")
    parts = repositories(evidence)
    if parts is None:
        return not_assessed(_unknown(evidence), required=_REQUIRED)
    unknown = [part.repository for part in parts if part.vcs is None]
    systems = sorted({part.vcs for part in parts if part.vcs is not None})
    found = f"{len(parts)} repositories: {', '.join(systems) or 'of unknown kind'}"
    if len(systems) > 1:
        return failed(f"the project uses {' and '.join(systems)}", (), required=_REQUIRED, found=found)
    if unknown:
        reason = f"the version control system of {printable(unknown[0])} is not known; add `vcs` to its entry"
        return not_assessed(reason, required=_REQUIRED, found=found)
    return passed(
        f"all {len(parts)} repositories of the project use {systems[0]}", Strength.E2, required=_REQUIRED, found=found
    )


def _unknown(evidence: EvidenceSet) -> str:
    if KIND not in evidence:
        return f"which repositories the project has is not known: {evidence.why_missing(KIND)}"
    forge: Forge = evidence[KIND].data
    return forge.why("repositories")
