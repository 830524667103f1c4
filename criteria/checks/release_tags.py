"""QC.Ver01: production releases are tagged by semantic versioning, or by another scheme that is documented."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.history import History
from criteria.evidence.metadata import KIND as METADATA
from criteria.evidence.metadata import Metadata
from criteria.evidence.retrieval import Retrieval
from criteria.metadata.releases import SEMVER, Release, parse
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Ver01"
TITLE = "Releases are tagged by semantic versioning"
WHY = "A version that follows a known scheme tells users what to expect from an update, and leads back to the code."
HOW = (
    "Release tags are told from others, with or without `v` or the project's name before the version, and put in the "
    "order of their versions. The highest release on the history of the commit decides. Calendar versions and PEP 440 "
    "count where the documentation names that scheme."
)
FIX = "Tag releases as MAJOR.MINOR.PATCH (`git tag -a v1.2.3`), or say in the documentation which scheme you follow."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "history")

_REQUIRED = "the latest release tagged by semantic versioning, or by a documented scheme"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    retrieval: Retrieval = evidence["retrieval"].data
    history: History = evidence["history"].data
    if not retrieval.versioned:
        return not_assessed("an archive carries no history, and so no tags", required=_REQUIRED)
    latest = history.latest
    if latest is None:
        return _without_release(history)
    notes = tuple(Finding(ID, f"{anomaly}.") for anomaly in history.anomalies if " tag" in anomaly)
    accepted = _accepted(latest, history)
    if accepted is None:
        reason = (
            f"the latest release tag {printable(latest.tag)} follows {latest.scheme}, and no document names that scheme"
        )
        return failed(reason, notes, required=_REQUIRED, found=_found(history, latest))
    manifest = _manifest_version(evidence)
    return passed(
        f"the latest release tag {printable(latest.tag)} follows {accepted}{_agreement(latest, manifest)}",
        Strength.E3 if _agrees(latest, manifest) else Strength.E2,
        required=_REQUIRED,
        found=_found(history, latest),
        findings=notes,
    )


def _without_release(history: History) -> Verdict:
    found = f"{history.tags} tags, {len(history.releases)} of them releases"
    if history.shallow or history.broken:
        reason = history.broken or "the clone is shallow: tags and the way to them may be missing"
        return not_assessed(reason, required=_REQUIRED, found=found)
    if history.releases:
        reason = f"no release tag is on the history of the commit; {printable(history.releases[0].tag)} is elsewhere"
        return failed(reason, required=_REQUIRED, found=found)
    reason = "no release is tagged" if not history.tags else "no tag names a version"
    return failed(reason, required=_REQUIRED, found=found)


def _accepted(latest: Release, history: History) -> str | None:
    if latest.scheme == SEMVER:
        return SEMVER
    path = dict(history.documented_schemes).get(latest.scheme)
    return f"{latest.scheme}, documented in {printable(path)}" if path else None


def _manifest_version(evidence: EvidenceSet) -> str | None:
    """What the first manifest that states one says; None where there is none."""
    if METADATA not in evidence:
        return None
    metadata: Metadata = evidence[METADATA].data
    return metadata.version.version if metadata.version else None


def _agrees(latest: Release, manifest: str | None) -> bool:
    parsed = parse(manifest) if manifest else None
    return parsed is not None and parsed.order == latest.order


def _agreement(latest: Release, manifest: str | None) -> str:
    if manifest is None:
        return "; no manifest states a version to compare it with"
    if _agrees(latest, manifest):
        return "; the manifest says the same"
    return f"; the manifest says {printable(manifest)}, which may be the next release"


def _found(history: History, latest: Release) -> str:
    strict = sum(release.scheme == SEMVER for release in history.releases)
    return f"{printable(latest.tag)}; {strict} of {len(history.releases)} release tags follow semantic versioning"
