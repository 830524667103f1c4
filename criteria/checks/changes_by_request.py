"""QC.Man02.1: every change goes through a pull or merge request."""

from criteria.changes.practice import findings, practice, too_few
from criteria.changes.requests import NEEDS as _NEEDS
from criteria.changes.requests import Requests, covered, requests
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Man02.1"
TITLE = "Every change goes through a pull or merge request"
WHY = "What is pushed past the request is neither reviewed nor tested before everybody has it."
HOW = (
    "The commits of the main line in the window of the forge evidence are held against the merged change requests: a "
    "commit counts when a request was merged as it. Bots and release marks are counted apart."
)
FIX = "Close the main branch for direct pushes, and open a pull or merge request for each change."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = _NEEDS


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_covered"])
    required = f"at least {minimum:.0%} of the changes on the main line came by a merged change request"
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    looked_at = practice(found.changes)
    people = looked_at.changes
    if not found.changes:
        return not_applicable(f"{ID} speaks of changes; in the window there was none")
    few = too_few(looked_at, 1, required=required)
    if few is not None:
        return few
    known = covered(found, evidence["workflow"].data)
    other = [change for change in people if change.commit not in known]
    figure = f"{len(people) - len(other)} of {len(people)} changes came by a merged change request"
    shown = {"required": required, "found": f"{figure}; {found.account}"}
    if len(people) - len(other) >= minimum * len(people):
        return passed(figure, Strength.E3, **shown)
    if len(people) - len(other) + found.missing >= minimum * len(people):
        return not_assessed(f"{figure}; of {found.missing} merged change requests there is no record", **shown)
    return failed(figure, findings(ID, other, "no change request of the forge evidence was merged as this"), **shown)
