"""install-instructions: the documentation says how to build, install or run the software."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.documents.audiences import BUILD, INSTALL
from criteria.documents.items import README
from criteria.documents.origin import own_names
from criteria.evidence.documents import Documents
from criteria.evidence.guides import Guides
from criteria.evidence.statements import Statements
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "install-instructions"
TITLE = "Instructions to build, install or run are given"
WHY = "Software that nobody else can get to run cannot be used again."
HOW = (
    "The README is searched for a section or a command that installs, builds or runs the software, and the pages of "
    "the documentation for one on that subject. Whether the commands work is told by the rules on build and tests."
)
FIX = "Add a section Installation to the README with the commands in the order in which they are typed."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents", "guides", "statements")

_REQUIRED = "a section or page with the steps to build, install or run"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    guides: Guides = evidence["guides"].data
    stated: Statements = evidence["statements"].data
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be installed")
    own = own_names(documents, evidence.get("retrieval"))
    readmes = [
        one for one in documents.of(README)
        if one.problem is None and "getting_started" in one.items and own.why_foreign(one) is None
    ]  # fmt: skip
    pages = [*guides.of(INSTALL), *guides.of(BUILD)]
    places = [*(printable(one.path) for one in readmes), *(printable(page.path) for page in pages)]
    if not places:
        return failed(
            "neither README nor documentation say how to build, install or run it", required=_REQUIRED, found="none"
        )
    found = ", ".join(dict.fromkeys(places[:4]))
    return passed(f"steps are given in {found}", Strength.E2, required=_REQUIRED, found=found)
