"""QC.Acc02: the source is under version control."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.history import History
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Acc02"
TITLE = "The source code is under version control"
WHY = "Only a history tells what changed, when, by whom and why, and leads back to what was used."
HOW = "The commits behind the assessed one are counted from git objects; one commit is a source drop and no history."
FIX = "Publish the repository with its history, not a copy of its files in one commit."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "history")

_REQUIRED = "a git history of more than one commit"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    retrieval: Retrieval = evidence["retrieval"].data
    history: History = evidence["history"].data
    unknown = _unknown(retrieval, history)
    if unknown:
        return not_assessed(unknown, required=_REQUIRED)
    notes = tuple(Finding(ID, f"{anomaly}.") for anomaly in history.anomalies)
    if history.commits <= 1:
        reason = "the repository holds a single commit: a source drop, without a history of its changes"
        return failed(reason, notes, required=_REQUIRED, found=_found(retrieval, history))
    return passed(
        f"the commit stands on a history of {_found(retrieval, history)}",
        Strength.E3,
        required=_REQUIRED,
        found=_found(retrieval, history),
        findings=notes,
    )


def _unknown(retrieval: Retrieval, history: History) -> str | None:
    if not retrieval.versioned:
        return f"an archive carries no history: {retrieval.location} was assessed without its repository"
    if history.shallow:
        return "the clone is shallow: its history was cut off; fetch it whole (git fetch --unshallow)"
    return history.broken


def _found(retrieval: Retrieval, history: History) -> str:
    first, last = history.first_commit_time, history.last_commit_time
    days = (last - first) // 86_400 if first is not None and last is not None else 0
    at_least = "at least " if history.truncated else ""
    commits = "commit" if history.commits == 1 else "commits"
    authors = "author" if history.authors == 1 else "authors"
    text = f"{at_least}{history.commits} {commits} by {history.authors} {authors} over {days} days"
    # What was not committed is not under version control, and was not assessed either.
    return text + ("; the checkout held changes that are not committed" if retrieval.dirty else "")
