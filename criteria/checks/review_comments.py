"""QC.Rev01.1: the review tool takes general comments and comments on lines."""

from criteria.changes.forges import TOOLS, forge_kind, requests_seen
from criteria.changes.practice import no_history
from criteria.check import Parameters, not_assessed, passed
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Rev01.1"
TITLE = "The review tool takes comments on the change and on its lines"
WHY = "A remark that stands at the line it means needs no explanation."
HOW = (
    "The forge is known from the forge evidence or from the host of the source, and what its review tool can do from a "
    "table. That the tool is in use is shown by change requests that the history names."
)
FIX = "Review in the pull or merge requests of a forge."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")

_REQUIRED = "a review tool in use that takes general comments and comments on lines"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    unread = no_history(evidence, required=_REQUIRED)
    if unread is not None:
        return unread
    tool = TOOLS.get(forge_kind(evidence) or "")
    if tool is None or not (tool.comments and tool.line_comments):
        more = "" if "forge" in evidence else f": {evidence.why_missing('forge')}"
        return not_assessed(f"which review tool the project uses is not known{more}", required=_REQUIRED)
    seen = requests_seen(evidence)
    if not seen:
        return not_assessed(f"nothing shows that {tool.name} are used", required=_REQUIRED, found=tool.name)
    reason = f"{tool.name} take comments on a change and on its lines; the newest changes name {seen} of them"
    return passed(reason, Strength.E2, required=_REQUIRED, found=f"{tool.name}, {seen} seen")
