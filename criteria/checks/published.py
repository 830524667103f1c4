"""published: a package of the software is published."""

from criteria.automation.model import Automation, Purpose, runs
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.archive import KIND as ARCHIVE
from criteria.evidence.archive import REGISTRY, Archive
from criteria.evidence.retrieval import Retrieval
from criteria.metadata.project_name import mentions
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "published"
TITLE = "A package is published"
WHY = "A published package is installed with one command, and others can depend on it."
HOW = (
    "A source that was fetched from a package index by its name is published. Otherwise a captured record of a "
    "registry that names this repository decides. A release job in the tree shows the intention and is no proof."
)
FIX = "Publish a release on the package index of your language."
EFFORT = "hours"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("retrieval", "automation")

_REQUIRED = "a package of this software in a public registry"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    retrieval: Retrieval = evidence["retrieval"].data
    automation: Automation = evidence["automation"].data
    if retrieval.how == "index" and retrieval.anonymous:
        reason = f"it was fetched as a package: {printable(retrieval.location)}"
        return passed(reason, Strength.E3, required=_REQUIRED, found=printable(retrieval.location))
    jobs = runs(automation, Purpose.RELEASE)
    hint = f"; {printable(jobs[0].path)} has a job that publishes" if jobs else ""
    captured = evidence.get(ARCHIVE)
    if captured is None:
        reason = f"only the network knows what registries hold: {evidence.why_missing(ARCHIVE)}{hint}"
        return not_assessed(reason, required=_REQUIRED, found=f"nothing captured{hint}")
    archive: Archive = captured.data
    here = {mention.repository for mention in mentions(retrieval.location)}
    ours = [
        one
        for one in archive.records
        if one.kind == REGISTRY and here & {mention.repository for mention in mentions(one.repository or "")}
    ]
    if ours:
        listed = f"{printable(ours[0].infrastructure)} lists {printable(ours[0].identifier)}"
        reason = f"{listed}, as captured on {printable(archive.captured)}"
        return passed(reason, Strength.E3, required=_REQUIRED, found=printable(ours[0].url))
    if REGISTRY not in archive.asked:
        return not_assessed(f"no registry answered on {printable(archive.captured)}", required=_REQUIRED)
    return failed(
        f"no registry lists it, as captured on {printable(archive.captured)}", required=_REQUIRED, found="none"
    )
