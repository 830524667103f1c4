"""QC.Man02.6: a change request names the issues it fixes."""

from criteria.changes.practice import no_history, practice, too_few
from criteria.changes.requests import Requests, requests, share
from criteria.check import Parameters, not_applicable, not_assessed, passed
from criteria.evidence.forge import ChangeRequest
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Outcome, Strength, Verdict

ID = "QC.Man02.6"
TITLE = "A change request names the issues that it fixes"
WHY = "`Fixes #12` closes the issue with the merge, and leads from the code back to the reason."
HOW = (
    "In the forge evidence, change requests that are linked with issues have to name one of them. Without it the "
    "messages of merges and squashes are searched for closing keywords with a number; words in comments of a template "
    "do not count. Since many forges keep the text of a request out of the history, silence there proves nothing."
)
FIX = "Write `Fixes #NUMBER` into the description of a pull or merge request, or into its commits."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    if "forge" not in evidence:
        return _by_history(evidence, parameters)
    verdict = _by_forge(evidence, parameters)
    if verdict.outcome is Outcome.NOT_ASSESSED:
        second = _by_history(evidence, parameters)
        return second if second.outcome is Outcome.PASS else verdict
    return verdict


def _by_forge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_naming"])
    required = f"at least {minimum:.0%} of the change requests that belong to an issue name it"
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    among = [record for record in found.records if record.linked_issues is None or record.linked_issues]
    if found.records and not among and not found.missing:
        return not_applicable(f"{ID} speaks of requests that fix issues; by QC.Man02.5 none of the window is linked")
    return share(
        ID,
        found,
        _names,
        minimum=minimum,
        what="name the issue they belong to",
        lacks="it names none of the issues it is linked with",
        required=required,
        among=among,
    )


def _names(record: ChangeRequest) -> bool | None:
    if record.linked_issues is None or record.named_issues is None:
        return None
    return not set(record.linked_issues).isdisjoint(record.named_issues)


def _by_history(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """Not every change fixes an issue, so a smaller share of all of them is enough."""
    minimum = float(parameters["minimum_closing"])
    required = f"at least {minimum:.0%} of the newest changes close an issue by its number"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes[: int(parameters["newest"])])
    closing = [change for change in found.traced if change.closes]
    figure = f"{len(closing)} of {len(found.traced)} changes that came from branches close an issue by its number"
    shown = {"required": required, "found": figure}
    few = too_few(found, int(parameters["minimum_changes"]), **shown)
    if few is not None:
        return few
    if found.traced and len(closing) >= minimum * len(found.traced):
        return passed(figure, Strength.E2, **shown)
    reason = f"{figure}; the text of the requests is not in the history: {evidence.why_missing('forge')}"
    return not_assessed(reason, **shown)
