"""QC.Doc06.1: a README introduces the project."""

from collections.abc import Sequence

from criteria.check import Parameters, failed, passed
from criteria.documents.items import ITEMS, README
from criteria.documents.origin import OwnNames, left_out, own_names
from criteria.evidence.documents import Document, Documents
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc06.1"
TITLE = "A README introduces the project"
WHY = "It is the first page everybody reads: what this is, how to get it, whom to ask."
HOW = (
    "The README, of any case and suffix, is read: its sentences without badges and code, the seven recommended items "
    "by heading and wording, filler text, and whether it names this project."
)
FIX = "Write a README with a description, first steps, tests, links to the documentation, versions, contact and thanks."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    words, items = int(parameters.get("minimum_words", 50)), int(parameters.get("minimum_items", 2))
    required = (
        f"a README of at least {words} words with at least {items} of {len(ITEMS[README])} items, about this project"
    )
    readmes = documents.of(README)
    if not readmes:
        return failed(_absent(documents) + left_out(evidence), required=required, found="no README")
    own = own_names(documents, evidence.get("retrieval"))
    judged = [(document, _problem(document, words, items, own)) for document in readmes]
    good = [document for document, problem in judged if problem is None]
    if not good:
        findings = tuple(Finding(ID, f"{problem}.", document.path) for document, problem in judged)
        return failed(
            f"{printable(judged[0][0].path)}: {judged[0][1]}", findings, required=required, found=_found(judged[0][0])
        )
    return _passed(good[0], own, required)


def _passed(document: Document, own: OwnNames, required: str) -> Verdict:
    missing = [name for name in ITEMS[README] if name not in document.items]
    named = own.named_in(document)
    notes = [Finding(ID, f"Recommended and not found: {_spoken(missing)}.", document.path)] if missing else []
    if not own.known:
        notes.append(Finding(ID, "No manifest and no address says what the project is called.", document.path))
    return passed(
        f"{printable(document.path)} introduces the project" + (" by its name" if named else ""),
        Strength.E3 if named else Strength.E2,
        required=required,
        found=_found(document),
        findings=tuple(notes),
    )


def _problem(document: Document, words: int, items: int, own: OwnNames) -> str | None:
    if document.problem:
        return document.problem
    if document.words < words:
        return f"it says {document.words} words, fewer than {words}"
    if len(document.items) < items:
        return (
            f"it holds {len(document.items)} of the {len(ITEMS[README])} recommended items: {_spoken(document.items)}"
        )
    return own.why_foreign(document)


def _absent(documents: Documents) -> str:
    if any("readme" in path.lower() for path in documents.links):
        return "the README is a link, which is not followed; commit the text itself"
    return "no README was found in the root, docs or .github folder"


def _found(document: Document) -> str:
    return f"{printable(document.path)}: {document.words} words, items: {_spoken(document.items)}"


def _spoken(items: Sequence[str]) -> str:
    return ", ".join(item.replace("_", " ") for item in items) or "none"
