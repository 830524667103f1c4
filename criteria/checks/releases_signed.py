"""releases-signed: what is released is signed, or comes with its provenance."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import ABSENT, KIND, Forge, belongs
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "releases-signed"
TITLE = "Released files are signed or carry provenance"
WHY = "A signature shows that a file is the one that the project made."
HOW = "Of the newest releases with files in the captured forge evidence signatures and provenance are read."
FIX = "Sign the files in the release job, or let the forge attest their provenance."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The `newest` releases that have files."""
    newest = int(parameters["newest"])
    required = f"a signature or provenance with each of the newest {newest} releases that have files"
    retrieval: Retrieval = evidence["retrieval"].data
    captured = evidence.get(KIND)
    if captured is None:
        return not_assessed(evidence.missing.get(KIND, ABSENT), required=required)
    forge: Forge = captured.data
    if foreign := belongs(forge, retrieval.location):
        return not_assessed(foreign, required=required)
    if forge.releases is None:
        return not_assessed(forge.why("releases"), required=required)
    releases = [one for one in forge.releases if one.assets or one.assets is None]
    releases = sorted(releases, key=lambda one: (-(one.time or 0), one.tag))[:newest]
    if not releases:
        return not_applicable(f"{ID}: no release on the forge has files, as captured on {forge.date}")
    bare = [one for one in releases if not (one.signed or one.provenance)]
    known = [one for one in bare if one.assets and one.signed is False and one.provenance is False]
    found = f"{len(releases) - len(bare)} of {len(releases)} releases, as captured on {forge.date}"
    if known:
        findings = tuple(
            Finding(ID, f"Release {printable(one.tag)} has neither signature nor provenance.") for one in known
        )
        return failed(found, findings, required=required, found=found)
    if bare:
        return not_assessed(forge.why("releases"), required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found)
