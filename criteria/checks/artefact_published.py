"""QC.Del02: the artefact is registered in a public repository of artefacts."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.evidence.forge import Forge, ForgeRelease
from criteria.evidence.metadata import Metadata
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Del02"
TITLE = "The artefact is registered in a public repository"
WHY = "Users install what they can find by name and version, from a place that keeps it."
HOW = (
    "Where the source was fetched from a package index, the artefact was found there by us: without a credential it is "
    "public, with one it is not. Otherwise the forge evidence is asked for a release with files. That no release is "
    "known proves nothing: there are many places."
)
FIX = "Upload the built archives of each release to a package index, a registry of images or an archive such as Zenodo."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "census", "metadata")

_REQUIRED = "a released artefact that anybody can fetch"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where what was fetched has a digest and the version that its manifest declares."""
    retrieval: Retrieval = evidence["retrieval"].data
    census: Census = evidence["census"].data
    if not census.programming_lines:
        return not_applicable(f"{ID}/no-code: the census found no first-party line in a programming language")
    if retrieval.how == "index":
        return _fetched(retrieval, evidence["metadata"].data)
    if "forge" in evidence:
        forge: Forge = evidence["forge"].data
        with_files = [release for release in forge.releases or () if release.assets]
        if with_files:
            return _released(forge, with_files[0], len(with_files))
    reason = "whether an artefact is registered anywhere takes network evidence, and none was given"
    return not_assessed(reason, required=_REQUIRED)


def _fetched(retrieval: Retrieval, metadata: Metadata) -> Verdict:
    found = f"{printable(retrieval.location)}, {printable(retrieval.digest or 'without a digest')}"
    if retrieval.anonymous is False:
        reason = f"the artefact was read with a credential: {printable(retrieval.reason)}"
        return failed(reason, required=_REQUIRED, found=found)
    if retrieval.anonymous is None:
        return not_assessed(
            f"the network was not asked: {printable(retrieval.reason)}", required=_REQUIRED, found=found
        )
    version = metadata.version.version if metadata.version is not None else None
    agrees = bool(retrieval.digest and version and version in retrieval.location)
    reason = f"fetched without a credential from {printable(retrieval.location)}"
    return passed(reason, Strength.E3 if agrees else Strength.E2, required=_REQUIRED, found=found)


def _released(forge: Forge, release: ForgeRelease, count: int) -> Verdict:
    reason = f"{count} releases with files on {printable(forge.repository)}, as the forge told on {forge.date}"
    found = f"{printable(release.tag)}: {len(release.assets or ())} files"
    return passed(reason, Strength.E2, required=_REQUIRED, found=found)
