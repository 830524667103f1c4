"""module-identifiers: identifiers of single modules are published with the metadata."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.identifiers import KIND, Identifiers
from criteria.metadata.schemes import SWHID
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "module-identifiers"
TITLE = "Single modules have published identifiers"
WHY = "A result may rest on one module; only its own identifier says which."
HOW = (
    "The metadata are searched for SWHIDs of folders (`swh:1:dir:`) or files (`swh:1:cnt:`), with or without a path. A "
    "tree cannot hold its own SWHID, so those of an earlier state count."
)
FIX = "List the SWHIDs of the main modules of the last release under `hasPart` in codemeta.json."
EFFORT = "hours"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "SWHIDs of folders or files in the metadata"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Identifiers = evidence[KIND].data
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be identified")
    modules = [
        one for one in data.found
        if one.scheme == SWHID and one.value[:9] in ("swh:1:dir", "swh:1:cnt") and one.place != "README"
    ]  # fmt: skip
    if not modules:
        return failed("no identifier of a single module is published in the metadata", required=_REQUIRED, found="none")
    reason = f"{len(modules)} modules, such as {printable(modules[0].value)} in {printable(modules[0].path)}"
    return passed(reason, Strength.E2, required=_REQUIRED, found=f"{len(modules)} SWHIDs")
