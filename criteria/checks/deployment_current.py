"""QC.Dep04: changes that matter for deployment reach the modules."""

from packaging.version import InvalidVersion, Version

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.deployment.model import Deployment, Module
from criteria.deployment.subject import no_module, no_subject
from criteria.evidence.metadata import Metadata
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Dep04"
TITLE = "Deployment modules follow the software"
WHY = "A module that installs last year's version deploys last year's holes."
HOW = (
    "A module that builds from the commit it lies in deploys that commit. Where a module names a version of the "
    "project, it is compared with the version that the manifest declares; an older one fails, but for a release that "
    "is being prepared."
)
FIX = "Raise the version in each module when you release, or let it build from the tree."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment", "documents", "retrieval", "metadata", "history")

_REQUIRED = "every module deploys the current version"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Deployment = evidence["deployment"].data
    verdict = no_subject(ID, data) or no_module(evidence, _REQUIRED)
    if verdict is not None:
        return verdict
    current = _current(evidence)
    old = [one for one in data.deploying if not one.from_tree and current and _is_older(one, current)]
    fresh = [one for one in data.deploying if one.from_tree]
    same = [one for one in data.deploying if not one.from_tree and current and one.version and one not in old]
    found = f"{len(fresh)} build from the tree, {len(same)} name the current version, {len(old)} an older one"
    if old:
        findings = tuple(
            Finding(
                ID,
                f"{one.kind} deploys {printable(one.version or '')}, and {printable(str(current))} is current.",
                one.path,
            )
            for one in old
        )
        return failed(found, findings[:50], required=_REQUIRED, found=found)
    unsaid = [one for one in data.deploying if one not in fresh and one not in same]
    if unsaid:
        reason = f"{printable(unsaid[0].path)} names no version that could be compared"
        return not_assessed(reason, required=_REQUIRED, found=found)
    return passed(found, Strength.E3 if same else Strength.E2, required=_REQUIRED, found=found)


def _current(evidence: EvidenceSet) -> Version | None:
    """The newest release of the history where the manifest is a step ahead of it, else what the manifest declares."""
    metadata: Metadata = evidence["metadata"].data
    latest = evidence["history"].data.latest
    manifest = metadata.version
    declared = _parsed(manifest.version) if manifest is not None else None
    released = _parsed(latest.tag.lstrip("vV")) if latest is not None else None
    if declared is None or released is None:
        return declared or released
    return min(declared, released)


def _is_older(one: Module, current: Version) -> bool:
    version = _parsed((one.version or "").lstrip("vV"))
    return version is not None and version < current


def _parsed(text: str | None) -> Version | None:
    try:
        return Version((text or "")[:100])
    except InvalidVersion:
        return None
