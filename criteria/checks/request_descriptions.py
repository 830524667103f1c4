"""QC.Man02.3: descriptions of change requests are concise and purposeful."""

from criteria.changes.requests import NEEDS as _NEEDS
from criteria.changes.requests import Requests, requests, share
from criteria.check import Parameters
from criteria.evidence.forge import ChangeRequest
from criteria.model import EvidenceSet, Verdict

ID = "QC.Man02.3"
TITLE = "Change requests say what they do and why"
WHY = "Reviewers, and whoever looks for the reason years later, read the description first."
HOW = (
    "For each change request that was merged in the window, the forge evidence gives the length of its description and "
    "whether it is the bare template. This shows that something was written, not that it is good; a sample read by a "
    "person may say more."
)
FIX = "Write into each request what it changes and why, and remove what the template left open."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = _NEEDS


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_described"])
    required = f"at least {minimum:.0%} of the merged change requests described, and not by the bare template"
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    return share(
        ID,
        found,
        lambda record: _described(record, int(parameters["minimum_characters"])),
        minimum=minimum,
        what="say what they do",
        lacks="its description is empty, too short, or the bare template",
        required=required,
    )


def _described(record: ChangeRequest, characters: int) -> bool | None:
    if record.body_is_template or (record.body_length is not None and record.body_length < characters):
        return False
    return None if record.body_length is None or record.body_is_template is None else True
