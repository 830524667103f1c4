"""QC.Doc06.3: a code of conduct tells how people treat each other, and whom to tell when they do not."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.items import CONDUCT
from criteria.documents.origin import OwnNames, elsewhere, left_out, own_names
from criteria.evidence.documents import Document, Documents
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc06.3"
TITLE = "A code of conduct is in force"
WHY = "People stay where they know how they will be treated, and who listens when something goes wrong."
HOW = (
    "The file is read: a text of its own or the reference to a published code, placeholders that were not filled in, "
    "and an address to which reports can go."
)
FIX = "Adopt a published code such as the Contributor Covenant and fill in the contact for reports."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    words = int(parameters.get("minimum_words", 20))
    required = f"a code of conduct, or a reference to a known one, of at least {words} words, with a contact filled in"
    files = documents.of(CONDUCT)
    if not files:
        if hint := left_out(evidence):
            return not_assessed(_absent(documents) + hint, required=required, found="no code of conduct")
        return failed(_absent(documents), required=required, found="no code of conduct")
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
    document = good[0]
    return passed(
        f"{printable(document.path)} holds {document.code or 'a code of its own'} and says where to report",
        # A published text that the file agrees with is a second witness, so is a text that names the project.
        Strength.E3 if document.code or own.named_in(document) else Strength.E2,
        required=required,
        found=_found(document),
    )


def _problem(document: Document, words: int, own: OwnNames) -> str | None:
    if document.problem:
        return document.problem
    if document.placeholder:
        return f"the placeholder {printable(document.placeholder)} was not filled in"
    # A reference to a code whose own body receives reports may be one short sentence.
    if document.words < words and not document.code_has_contact:
        return f"it says {document.words} words, fewer than {words}"
    if not document.contact and not document.code_has_contact:
        return "it names nobody to whom a report can be made; add an address"
    return own.why_foreign(document)


def _absent(documents: Documents) -> str:
    if any("conduct" in path.lower() for path in documents.links):
        return "the code of conduct is a link, which is not followed; commit the text itself"
    return "no code of conduct was found in the root, docs or .github folder"


def _found(document: Document) -> str:
    return f"{printable(document.path)}: {document.words} words, {document.code or 'no known code'}"
