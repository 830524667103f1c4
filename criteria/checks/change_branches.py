"""QC.Wor02: each change is made in a branch of its own."""

from criteria.changes.practice import Practice, findings, no_history, practice, too_few
from criteria.changes.requests import Requests, covered, requests
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.workflow import PULL, Change, Workflow
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Wor02"
TITLE = "Each change is made in a branch of its own"
WHY = "A branch keeps a change apart until it is tested and reviewed, and lets it be taken back as one."
HOW = (
    "The newest commits of the main line are counted: merges of other lines, single commits that name a change "
    "request, merges of the line with itself as `git pull` makes them, and commits without a trace. Bots and the "
    "commits that mark releases are counted apart. Since a rebase leaves no trace, commits without one are held "
    "against the change requests of the forge evidence before they count as direct."
)
FIX = (
    "Make a branch for each change and bring it in by a pull or merge request; close the main branch for direct pushes."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_share"])
    required = f"at least {minimum:.0%} of the newest changes came from branches of their own"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes[: int(parameters["newest"])])
    shown = {"required": required, "found": found.account}
    few = too_few(found, int(parameters["minimum_changes"]), **shown)
    if few is not None:
        return few
    if found.share >= minimum:
        return _traced(found, minimum, shown)
    if "forge" in evidence:
        return _with_requests(evidence, parameters, found, shown)
    return _untraced(found, float(parameters["maximum_pulls"]), evidence.why_missing("forge"), shown)


def _traced(found: Practice, minimum: float, shown: dict[str, str]) -> Verdict:
    """E3 where git objects show enough of the branches; a number in a subject alone is the word of its author."""
    proved = sum(change.proved for change in found.traced)
    strength = Strength.E3 if proved >= minimum * len(found.changes) else Strength.E2
    reason = f"{len(found.traced)} of {len(found.changes)} changes came from branches; objects prove {proved} of them"
    return passed(reason, strength, **shown)


def _with_requests(evidence: EvidenceSet, parameters: Parameters, found: Practice, shown: dict[str, str]) -> Verdict:
    """Whether the change requests of the forge explain the commits without a trace, within their window."""
    bound = requests(evidence, parameters, **shown)
    if not isinstance(bound, Requests):
        return bound
    inside = {change.commit for change in bound.changes}
    judged = [change for change in found.changes if change.commit in inside]
    known = covered(bound, evidence["workflow"].data) | {change.commit for change in found.traced}
    direct = [change for change in judged if change.commit not in known]
    minimum = float(parameters["minimum_share"])
    said = f"{len(judged) - len(direct)} of {len(judged)} changes in the window came from branches"
    if not judged:
        return not_assessed("no change of the history lies in the window of the forge evidence", **shown)
    if len(judged) - len(direct) >= minimum * len(judged):
        return passed(f"{said}, as history and forge agree", Strength.E3, **shown)
    if len(judged) - len(direct) + bound.missing >= minimum * len(judged):
        return not_assessed(f"{said}; of {bound.missing} merged change requests there is no record", **shown)
    return _direct(said, direct, shown)


def _untraced(found: Practice, maximum_pulls: float, missing: str, shown: dict[str, str]) -> Verdict:
    pulls = found.of(PULL)
    said = f"{len(found.traced)} of {len(found.changes)} changes show that they came from a branch"
    if len(pulls) > maximum_pulls * len(found.changes):
        return _direct(f"{said}, and {len(pulls)} join the main line with itself: people worked on it directly",
                       list(pulls), shown)  # fmt: skip
    reason = f"{said}; a rebase leaves no trace, so the others may have come from branches too: {missing}"
    return not_assessed(reason, **shown)


def _direct(reason: str, changes: list[Change], shown: dict[str, str]) -> Verdict:
    return failed(reason, findings(ID, changes, "it did not come from a branch of its own"), **shown)
