"""QC.Doc06.2: a CONTRIBUTING file says how to take part."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.items import CONTRIBUTING, ITEMS
from criteria.documents.origin import OwnNames, elsewhere, left_out, own_names
from criteria.evidence.documents import Document, Documents
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc06.2"
TITLE = "A CONTRIBUTING file says how to take part"
WHY = "People who would help need to know how to hand in a change, test it and get it reviewed."
HOW = (
    "The file is read: its sentences, what it says about handing in, testing and review, and whether it speaks of "
    "this project or was copied from another one."
)
FIX = "Write how a change is submitted, tested and reviewed in this project, with this project's own addresses."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    words = int(parameters.get("minimum_words", 40))
    required = f"a CONTRIBUTING of at least {words} words that says how to submit a change to this project"
    files = documents.of(CONTRIBUTING)
    if not files:
        if hint := left_out(evidence):
            return not_assessed(_absent(documents) + hint, required=required, found="no CONTRIBUTING")
        return failed(_absent(documents), required=required, found="no CONTRIBUTING")
    own = own_names(documents, evidence.get("retrieval"))
    judged = [(document, _problem(document, words, own)) for document in files]
    good = [document for document, problem in judged if problem is None]
    if not good and (pointer := elsewhere(files, words)) is not None:
        where = f"{printable(pointer.path)} only leads to {printable(pointer.leads_to or '', 200)}"
        return not_assessed(f"{where}, which was not read; put the text into the file", required=required)
    if not good:
        findings = tuple(Finding(ID, f"{problem}.", document.path) for document, problem in judged)
        return failed(
            f"{printable(judged[0][0].path)}: {judged[0][1]}", findings, required=required, found=_found(judged[0][0])
        )
    return _passed(good[0], own, required)


def _passed(document: Document, own: OwnNames, required: str) -> Verdict:
    missing = [name for name in ITEMS[CONTRIBUTING] if name not in document.items]
    named = own.named_in(document)
    notes = (
        (Finding(ID, f"It does not say how to {' and '.join(missing)} a change.", document.path),) if missing else ()
    )
    return passed(
        f"{printable(document.path)} says how to take part" + (" in this project" if named else ""),
        Strength.E3 if named else Strength.E2,
        required=required,
        found=_found(document),
        findings=notes,
    )


def _problem(document: Document, words: int, own: OwnNames) -> str | None:
    if document.problem:
        return document.problem
    if document.placeholder:
        return f"the placeholder {printable(document.placeholder)} was not filled in"
    if document.words < words:
        return f"it says {document.words} words, fewer than {words}"
    if "submit" not in document.items:
        return "it does not say how to submit a change"
    return own.why_foreign(document)


def _absent(documents: Documents) -> str:
    if any("contribut" in path.lower() for path in documents.links):
        return "the CONTRIBUTING file is a link, which is not followed; commit the text itself"
    return "no CONTRIBUTING was found in the root, docs or .github folder"


def _found(document: Document) -> str:
    return f"{printable(document.path)}: {document.words} words, items: {', '.join(document.items) or 'none'}"
