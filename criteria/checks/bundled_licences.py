"""bundled-licences: each bundled component comes with its licence."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.headers import KIND, Headers, VendoredComponent
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "bundled-licences"
TITLE = "Each bundled component states its licence"
WHY = "Who passes the software on also passes on what is bundled, and has to keep to its licence."
HOW = (
    "Code of others is told by its folder. Each such component needs a licence file or notice of its own, or names of "
    "licences in the heads of most of its files."
)
FIX = "Put the licence of each bundled component beside its code."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "a licence file, a notice, or licences in most files of each bundled component"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_named`: share of the files of a component with a licence in the head, without a licence file."""
    data: Headers = evidence[KIND].data
    least = float(parameters["minimum_named"])
    if not data.vendored:
        return not_applicable(f"{ID}: no folder holds code of others; the rule on folders of third parties decided")
    bare = [one for one in data.vendored if not _licensed(one, least)]
    found = f"{len(data.vendored) - len(bare)} of {len(data.vendored)} bundled components state a licence"
    if bare:
        findings = tuple(Finding(ID, f"{one.files} files without a licence of their own.", one.folder) for one in bare)
        return failed(f"{found}; not {printable(bare[0].folder)}", findings, required=_REQUIRED, found=found)
    return passed(found, Strength.E2, required=_REQUIRED, found=found)


def _licensed(one: VendoredComponent, least: float) -> bool:
    return one.licence is not None or (one.files > 0 and one.named >= least * one.files)
