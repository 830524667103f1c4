"""Whether changes were reviewed by somebody other than their author: by the forge's records, or by the history."""

from criteria.changes.practice import no_history, practice, too_few
from criteria.changes.requests import Requests, requests, share
from criteria.check import Parameters, not_assessed, passed
from criteria.evidence.forge import ChangeRequest
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def reviewed(rule: str, evidence: EvidenceSet, parameters: Parameters, minimum: float, required: str) -> Verdict:
    """By the forge where it says something, else by what the history proves."""
    if "forge" not in evidence:
        return by_history(evidence, parameters, minimum, required)
    verdict = by_forge(rule, evidence, parameters, minimum, required)
    if verdict.outcome is Outcome.NOT_ASSESSED:
        second = by_history(evidence, parameters, minimum, required)
        return second if second.outcome is Outcome.PASS else verdict
    return verdict


def by_forge(rule: str, evidence: EvidenceSet, parameters: Parameters, minimum: float, required: str) -> Verdict:
    """By the change requests of the window that are on the history."""
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    return share(
        rule,
        found,
        _by_others,
        minimum=minimum,
        what="were reviewed by somebody other than their author",
        lacks="nobody but its author reviewed it",
        required=required,
        asked_for=True,
    )


def _by_others(record: ChangeRequest) -> bool | None:
    return None if record.others is None else bool(record.others)


def by_history(evidence: EvidenceSet, parameters: Parameters, minimum: float, required: str) -> Verdict:
    """By reviewers whom the messages name. Most projects name none there, so silence proves nothing."""
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes[: int(parameters["newest"])])
    named = sum(change.reviewed for change in found.changes)
    figure = f"the messages of {named} of {len(found.changes)} changes name a reviewer who is not the author"
    shown = {"required": required, "found": figure}
    few = too_few(found, int(parameters["minimum_changes"]), **shown)
    if few is not None:
        return few
    if named >= minimum * len(found.changes):
        return passed(figure, Strength.E2, **shown)
    return not_assessed(f"{figure}; a forge knows more: {evidence.why_missing('forge')}", **shown)
