"""activity: the project is at work, as far as a dated source tells."""

from datetime import UTC, datetime

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge, belongs
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.statements import Statements
from criteria.metadata.statements import STATUS
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "activity"
TITLE = "The project is active"
WHY = "Faults of software that nobody works on any more stay."
HOW = (
    "What a forge captured at a date says about merged changes and an archived repository is compared with the limit. "
    "Dates of commits are claims of their authors and say nothing about today: without a dated capture nothing is "
    "said, unless the metadata themselves call the software inactive or abandoned."
)
FIX = "Answer issues and merge changes; if the work has ended, say so with developmentStatus, and name a successor."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "history", "statements")

_ENDED = ("inactive", "abandoned", "unsupported", "suspended", "moved", "7 - inactive", "concept")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_changes` merged by people within the window of `days` before the capture."""
    stated: Statements = evidence["statements"].data
    minimum, days = int(parameters["minimum_changes"]), int(parameters["days"])
    required = f"at least {minimum} changes merged within {days} days, and the repository not archived"
    ended = [one for one in stated.of(STATUS) if _word(one.value) in _ENDED]
    if ended:
        return failed(
            f"{ended[0].path} calls it {printable(ended[0].value)}", required=required, found=printable(ended[0].value)
        )
    captured = evidence.get(FORGE)
    if captured is None:
        why = evidence.why_missing(FORGE)
        reason = f"{_last(evidence)}whether the project is at work today only a dated capture tells: {why}"
        return not_assessed(reason, required=required, found=_last(evidence) or None)
    forge: Forge = captured.data
    retrieval: Retrieval = evidence["retrieval"].data
    if foreign := belongs(forge, retrieval.location):
        return not_assessed(foreign, required=required)
    if forge.archived:
        return failed(f"the repository was archived, as captured on {forge.date}", required=required, found="archived")
    if forge.changes is None:
        return not_assessed(forge.why("changes"), required=required)
    start = forge.captured_at - days * 86_400
    recent = [one for one in forge.changes if not one.by_bot and one.merged_at is not None and one.merged_at >= start]
    found = f"{len(recent)} changes merged by people within {days} days before {forge.date}"
    if len(recent) >= minimum:
        return passed(found, Strength.E3, required=required, found=found)
    undated = sum(one.merged_at is None and not one.by_bot for one in forge.changes)
    untold = max(0, (forge.merged_total or 0) - len(forge.changes)) + undated
    if len(recent) + untold >= minimum:
        reason = f"{found}; of {untold} more it does not say when, or by whom, they were merged"
        return not_assessed(reason, required=required, found=found)
    if forge.window is None or forge.window.since > start:
        return not_assessed(f"{found}; the capture does not reach back {days} days", required=required, found=found)
    return failed(found, required=required, found=found)


def _word(value: str) -> str:
    return value.rstrip("/").rpartition("#")[2].rpartition("/")[2].strip().lower()


def _last(evidence: EvidenceSet) -> str:
    """The date of the last commit as it claims; nothing for an archive, whose only commit is ours."""
    retrieval: Retrieval = evidence["retrieval"].data
    time = evidence["history"].data.last_commit_time if retrieval.versioned else None
    return f"the last commit says {datetime.fromtimestamp(time, UTC).date().isoformat()}; " if time else ""
