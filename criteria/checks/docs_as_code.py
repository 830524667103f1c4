"""QC.Doc01: documentation is treated as code."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.documents import Documents
from criteria.evidence.history import History
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Doc01"
TITLE = "The documentation is treated as code"
WHY = "Documentation that goes through the same versions and reviews as the code stays true to it."
HOW = "Documents are looked for in the tree of the commit, and compared with those of the first commit of the history."
FIX = "Keep the sources of the documentation in the repository and change them together with the code."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents", "history", "retrieval")

_REQUIRED = "sources of the documentation under version control, changed as the code is"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    history: History = evidence["history"].data
    retrieval: Retrieval = evidence["retrieval"].data
    written = [document for document in documents.documents if document.problem is None]
    texts = [source for source in documents.sources if source.text]
    found = f"{len(written)} documents and {len(texts)} source files of documentation"
    if not written and not texts:
        return failed("the tree holds no documentation", required=_REQUIRED, found=found)
    if not retrieval.versioned:
        reason = "an archive carries no history: whether its documentation is versioned cannot be seen"
        return not_assessed(reason, required=_REQUIRED, found=found)
    if history.shallow or history.broken:
        reason = f"documentation is in the tree; {history.broken or 'the clone is shallow'}: how it changed is unknown"
        return passed(reason, Strength.E2, required=_REQUIRED, found=found)
    if history.revised_documents == 0:
        reason = "documentation is in the tree, but has not changed since the first commit"
        return passed(reason, Strength.E2, required=_REQUIRED, found=found)
    return passed(
        f"documentation lies beside the code; {history.revised_documents} files of it changed since the first commit",
        Strength.E3,
        required=_REQUIRED,
        found=found,
    )
