"""QC.Doc01.1: the documentation lives in the code repository."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.documents import Documents
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc01.1"
TITLE = "The documentation lives in the code repository"
WHY = "One change can then alter the code and what is said of it."
HOW = "Sources of documentation are looked for beyond the README: in a documentation folder, or as man pages."
FIX = "Add a docs folder with text sources, for instance for Sphinx or MkDocs."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)

_REQUIRED = "sources of documentation beyond the README"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    texts = [source for source in documents.sources if source.text]
    if not texts:
        reason = "no documentation beyond the README is in the tree"
        if hint := left_out(evidence):
            return not_assessed(reason + hint, required=_REQUIRED, found="none")
        return failed(reason, required=_REQUIRED, found="none")
    rendered = f", rendered by {printable(documents.builds[0])}" if documents.builds else ""
    return passed(
        f"{len(texts)} source files of documentation are in the repository{rendered}",
        # The configuration of a generator is a second witness that these files are the documentation.
        Strength.E3 if documents.builds else Strength.E2,
        required=_REQUIRED,
        found=f"{len(texts)} files, the first is {printable(texts[0].path)}",
    )
