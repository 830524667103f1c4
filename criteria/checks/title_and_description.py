"""title-and-description: a README or the metadata give a title and say what the software is."""

import re

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.documents.items import README
from criteria.documents.origin import own_names
from criteria.evidence.documents import Documents
from criteria.evidence.statements import Statements
from criteria.metadata.statements import DESCRIPTION
from criteria.metadata.statements import TITLE as TITLE_FIELD
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "title-and-description"
TITLE = "A README gives title and description"
WHY = "Title and description are what people and catalogues look through when they search for software."
HOW = (
    "The title and the first paragraphs of the README are read, not its name: an empty file, filler text, badges alone "
    "or the README of another project do not count. The title is compared with that of manifests and metadata."
)
FIX = "Begin the README with the name of the software and a paragraph on what it does and for whom."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents", "statements")

# Headings that are no title of any software.
_GENERIC = re.compile(
    r"^(?:table of contents|contents|read ?me|introduction|documentation|about|overview|install(?:ation)?|usage)$",
    re.I,
)
_REQUIRED = "a README of this project with a title and a paragraph that describes it"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_words` of sentences. E3 where the README names the project as its metadata do, else E2."""
    documents: Documents = evidence["documents"].data
    stated: Statements = evidence["statements"].data
    words = int(parameters["minimum_words"])
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    readmes = documents.of(README)
    if not readmes:
        return failed("there is no README", required=_REQUIRED, found="no README")
    own = own_names(documents, evidence.get("retrieval"))
    problems = []
    for document in readmes:
        problem = document.problem or own.why_foreign(document)
        titled = document.title and not _GENERIC.match(document.title)
        if problem is None and not titled and not stated.of(TITLE_FIELD):
            problem = "it has no title"
        elif problem is None and ("description" not in document.items or document.words < words):
            problem = f"no paragraph of it says what the software is ({document.words} words)"
        if problem is None:
            named = own.named_in(document)
            more = f"; {stated.of(DESCRIPTION)[0].path} describes it too" if stated.of(DESCRIPTION) else ""
            title = document.title if titled else stated.of(TITLE_FIELD)[0].value
            reason = f"{printable(document.path)}: {printable(title or '')}, {document.words} words{more}"
            return passed(reason, Strength.E3 if named and stated.of(TITLE_FIELD) else Strength.E2,
                          required=_REQUIRED, found=printable(document.path))  # fmt: skip
        problems.append(Finding(ID, f"{problem}.", document.path))
    reason = f"{printable(readmes[0].path)}: {problems[0].message.rstrip('.')}"
    return failed(reason, tuple(problems), required=_REQUIRED, found=printable(readmes[0].path))
