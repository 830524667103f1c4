"""QC.Rev02: reviews are open to people from outside."""

from criteria.changes.forges import TOOLS, forge_kind, requests_seen
from criteria.changes.practice import no_history
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import Forge
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Rev02"
TITLE = "Reviews are open to experts from outside"
WHY = "Who knows most about a change may not be a member of the project."
HOW = (
    "The forge evidence tells whether the repository and the reviews of its change requests can be read by everybody. "
    "Without it a source on a forge where reviews are always as open as the repository counts, when the commit was "
    "read without a credential and the history names change requests."
)
FIX = "Make the repository and its pull or merge requests public."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")

_REQUIRED = "change requests and their reviews can be read by everybody"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    if "forge" in evidence:
        return _by_forge(evidence["forge"].data)
    unread = no_history(evidence, required=_REQUIRED)
    if unread is not None:
        return unread
    retrieval: Retrieval = evidence["retrieval"].data
    tool, seen = TOOLS.get(forge_kind(evidence) or ""), requests_seen(evidence)
    if tool is not None and tool.open_with_repository and retrieval.anonymous and seen:
        reason = f"{tool.name} are as open as the repository, which was read without a credential; {seen} are named"
        return passed(reason, Strength.E2, required=_REQUIRED, found=f"{tool.name}, {seen} seen")
    return not_assessed(f"who can read the reviews is not known: {evidence.why_missing('forge')}", required=_REQUIRED)


def _by_forge(forge: Forge) -> Verdict:
    hidden = [record.number for record in forge.changes or () if record.review_public is False]
    if forge.visibility in ("private", "internal"):
        return failed(f"on {forge.date} the repository was {forge.visibility}", (), required=_REQUIRED)
    if hidden:
        reason = f"the reviews of {len(hidden)} change requests, such as {hidden[0]}, are not open to the public"
        return failed(reason, (), required=_REQUIRED)
    tool = TOOLS.get(forge.forge)
    open_ = tool is not None and tool.open_with_repository
    shown = forge.changes and all(record.review_public for record in forge.changes)
    if forge.visibility is None:
        return not_assessed(forge.why("visibility"), required=_REQUIRED)
    if not shown and not open_:
        return not_assessed(forge.why("reviews"), required=_REQUIRED)
    reason = f"on {forge.date} the repository and its reviews were public"
    return passed(reason, Strength.E2, required=_REQUIRED, found=f"{len(forge.changes or ())} change requests")
