"""contributors-listed: those who wrote the software are listed."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.history import History
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.statements import Statements
from criteria.metadata.project_name import folded
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "contributors-listed"
TITLE = "The contributors are listed"
WHY = "Who made the software deserves the credit, and can be asked."
HOW = (
    "Authors and contributors of the metadata and of manifests, and files such as AUTHORS, are read. Where there is a "
    "history, the people with most commits are compared with them through the .mailmap; what a commit says of its "
    "author is a claim."
)
FIX = "List the contributors in CITATION.cff, codemeta.json or an AUTHORS file."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "statements", "history")

_REQUIRED = "names of the contributors in the metadata, a manifest or an AUTHORS file"
_TOP = 10  # people with most commits, of whom one at least has to be listed


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    stated: Statements = evidence["statements"].data
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    listed = {folded(person.name) for person in stated.people}
    found = f"{len(listed)} people in metadata and manifests, {len(stated.lists)} files of names"
    if not listed and not stated.names:
        return failed("nobody is listed as author or contributor", required=_REQUIRED, found=found)
    top = _top(evidence)
    known = listed | {folded(name) for name in stated.names}
    met = [name for name in top if folded(name) in known]
    where = printable(stated.people[0].path if stated.people else stated.lists[0])
    if top and not met:
        reason = f"{where} lists {len(known)} names; none of the {len(top)} people with most commits is among them"
        return failed(reason, required=_REQUIRED, found=found)
    again = f"; {len(met)} of the {len(top)} people with most commits are among them" if met else ""
    return passed(
        f"{where} lists {len(known)} names{again}", Strength.E3 if met else Strength.E2, required=_REQUIRED, found=found
    )


def _top(evidence: EvidenceSet) -> list[str]:
    """The names with most commits; none where an archive carries no history of its own, or a part of it is missing."""
    retrieval: Retrieval = evidence["retrieval"].data
    history: History = evidence["history"].data
    whole = retrieval.versioned and not history.shallow and not history.broken
    return [person.name for person in history.people[:_TOP]] if whole else []
