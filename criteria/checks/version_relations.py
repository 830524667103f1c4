"""version-relations: metadata or a changelog say how the versions follow each other."""

from criteria.check import Parameters, failed, passed
from criteria.evidence.guides import Guides
from criteria.evidence.identifiers import Identifiers
from criteria.evidence.statements import Statements
from criteria.metadata.statements import PREDECESSOR
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "version-relations"
TITLE = "The relations between versions are stated"
WHY = "A reader of an old result has to find the newer version, and whoever finds the new one what changed."
HOW = (
    "`isVersionOf`, predecessor and release-note fields of the metadata and identifiers related as versions are read; "
    "a changelog counts where it holds entries of two versions or more."
)
FIX = "State isVersionOf with the identifier of all versions in codemeta.json or .zenodo.json, or keep a CHANGELOG."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("statements", "identifiers", "guides")

_REQUIRED = "fields that relate versions, or a changelog"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    stated: Statements = evidence["statements"].data
    identifiers: Identifiers = evidence["identifiers"].data
    guides: Guides = evidence["guides"].data
    fields = stated.of(PREDECESSOR)
    related = [one for one in identifiers.found if one.relation]
    if fields or related:
        path = fields[0].path if fields else related[0].path
        value = fields[0].value if fields else related[0].value
        return passed(
            f"{printable(path)} relates versions: {printable(value)[:120]}", Strength.E2, required=_REQUIRED, found=path
        )
    logs = [log for log in guides.changelogs if len(log.versions) > 1]
    if logs:
        path = printable(logs[0].path)
        return passed(f"{path} tells what changed between versions", Strength.E2, required=_REQUIRED, found=path)
    return failed("neither metadata nor a changelog relate the versions", required=_REQUIRED, found="none")
