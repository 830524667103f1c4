"""version-identifiers: each released version has an identifier of its own."""

from collections.abc import Mapping

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.history import History
from criteria.evidence.retrieval import Retrieval
from criteria.metadata.releases import Release
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "version-identifiers"
TITLE = "Each released version has its own identifier"
WHY = "Who reports a result has to be able to name the version, and others have to get that version and no other."
HOW = (
    "Release tags are read as versions. At least one must stand on the history of the commit, and no version may be "
    "tagged on two commits. The commit of a tag gives its intrinsic identifier, `swh:1:rev:`."
)
FIX = "Tag each release once with its version, and never move a tag."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "history")

_REQUIRED = "release tags on the history of the commit, each version on one commit"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    retrieval: Retrieval = evidence["retrieval"].data
    history: History = evidence["history"].data
    if not retrieval.versioned:
        return not_assessed("an archive carries no history, and so no tags", required=_REQUIRED)
    reachable = [release for release in history.releases if release.reachable]
    found = f"{len(history.releases)} releases, {len(reachable)} of them on the history of the commit"
    if not reachable:
        if history.shallow or history.broken:
            reason = history.broken or "the clone is shallow: tags and the way to them may be missing"
            return not_assessed(reason, required=_REQUIRED, found=found)
        return failed("no release is tagged on the history of the commit", required=_REQUIRED, found=found)
    twice = {version: tags for version, tags in _by_version(history).items() if len(_commits(tags)) > 1}
    if twice:
        findings = tuple(
            Finding(ID, f"{printable(version)} stands on {len(_commits(tags))} commits.")
            for version, tags in list(twice.items())[:20]
        )
        return failed(
            f"{len(twice)} versions are tagged on more than one commit", findings, required=_REQUIRED, found=found
        )
    latest = reachable[0]
    reason = f"{found}; the highest is {printable(latest.tag)}, swh:1:rev:{latest.commit}"
    return passed(reason, Strength.E3, required=_REQUIRED, found=found)


def _by_version(history: History) -> Mapping[str, list[Release]]:
    groups: dict[str, list[Release]] = {}
    for release in history.releases:
        groups.setdefault(release.version, []).append(release)
    return groups


def _commits(releases: list[Release]) -> set[str]:
    return {release.commit for release in releases}
