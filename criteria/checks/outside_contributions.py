"""QC.Man02.2: contributions from outside are accepted."""

from criteria.changes.practice import no_history
from criteria.changes.requests import on_line
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.items import CONTRIBUTING
from criteria.evidence.documents import Documents
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge, repository_of
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Man02.2"
TITLE = "Contributions from outside are accepted"
WHY = "A project that only its members can change ends with them."
HOW = (
    "A change request from a fork that was merged is the proof: in the forge evidence, or in merges that name the "
    "fork. A CONTRIBUTING that says how to hand one in is the other half; without it the proof counts less. A closed "
    "repository, or one that takes no requests from forks, fails."
)
FIX = "Say in CONTRIBUTING how somebody from outside hands in a change, and allow requests from forks."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow", "documents")

_REQUIRED = "a CONTRIBUTING that says how to hand in a change, and a merged change request from a fork"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    closed = _closed(evidence[FORGE].data) if FORGE in evidence else None
    if closed:
        return failed(closed, (), required=_REQUIRED)
    unread = no_history(evidence, required=_REQUIRED)
    if unread is not None:
        return unread
    documents: Documents = evidence["documents"].data
    guide = next((one for one in documents.of(CONTRIBUTING) if not one.problem and "submit" in one.items), None)
    by_forge, by_history = _forks_by_forge(evidence), _forks_by_history(evidence)
    counts = f"requests from forks: {by_forge} in the forge evidence, {by_history} in the history"
    shown = {"required": _REQUIRED, "found": f"{printable(guide.path) if guide else 'no guide'}; {counts}"}
    if guide is None:
        return _without_guide(evidence, bool(by_forge or by_history), shown)
    if by_forge or by_history:
        return passed(f"changes from forks were merged, as {printable(guide.path)} invites to", Strength.E3, **shown)
    more = "" if FORGE in evidence else f": {evidence.why_missing(FORGE)}"
    return not_assessed(f"no merged change request from a fork is known{more}", **shown)


def _without_guide(evidence: EvidenceSet, forks: bool, shown: dict[str, str]) -> Verdict:
    """The practice shows that outsiders are let in, and only a forge can tell that none was."""
    said = "no CONTRIBUTING says how to hand in a change"
    unknown = None if forks else _unknown(evidence)
    if unknown is not None:
        return not_assessed(f"{said}, and no merged change request from a fork is known: {unknown}", **shown)
    if not forks:
        return failed(f"{said}, and no merged change request from a fork is known", (), **shown)
    findings = (Finding(ID, f"{said[:1].upper()}{said[1:]}."),)
    return passed(f"changes from forks were merged, though {said}", Strength.E2, findings=findings, **shown)


def _closed(forge: Forge) -> str | None:
    if forge.visibility == "private":
        return f"on {forge.date} the repository was private"
    if forge.accepts_forks is False:
        return f"on {forge.date} the project took no change requests from forks"
    return None


def _unknown(evidence: EvidenceSet) -> str | None:
    """Why a change from a fork may have been merged that nobody told of; None where the forge told of every change."""
    if FORGE not in evidence:
        return evidence.why_missing(FORGE)
    forge: Forge = evidence[FORGE].data
    changes = forge.changes
    if changes is None or (forge.merged_total or 0) > len(changes):
        return forge.why("changes")
    return forge.why("changes.from_fork") if any(record.from_fork is None for record in changes) else None


def _forks_by_forge(evidence: EvidenceSet) -> int:
    """Requests that are on the line: others may be those of somebody else."""
    if FORGE not in evidence:
        return 0
    forge: Forge = evidence[FORGE].data
    workflow: Workflow = evidence["workflow"].data
    return sum(record.from_fork is True for record in on_line(forge, workflow))


def _forks_by_history(evidence: EvidenceSet) -> int:
    """Merges that name the owner of a fork other than the owner of the repository."""
    retrieval: Retrieval = evidence["retrieval"].data
    workflow: Workflow = evidence["workflow"].data
    parts = (repository_of(retrieval.location) or "").split("/")
    if len(parts) < 3:
        return 0
    owners = [change.owner.lower() for change in workflow.changes if change.owner and not change.bot]
    return sum(owner != parts[1] for owner in owners)
