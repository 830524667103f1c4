"""QC.Doc06.7: documentation for users: the public interface, and the commands."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.audiences import API, CLI, Page
from criteria.documents.origin import left_out
from criteria.evidence.docstrings import Docstrings
from criteria.evidence.guides import Guides
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc06.7"
TITLE = "Users find the interface and the commands described"
WHY = "Users call what they can look up; what is in no reference is not found or used wrongly."
HOW = (
    "A reference taken from the code by a generator (autodoc, Documenter, Doxygen, FORD, pkgdown and others) or a "
    "page of "
    "that name, and where a manifest declares commands, a page about the command line."
)
FIX = "Let a generator make the reference from the code, and write or generate a page for the commands."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("docstrings", "guides")

_REQUIRED = "a reference of the public interface, or of the commands where the project is one"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    docs: Docstrings = evidence["docstrings"].data
    guides: Guides = evidence["guides"].data
    reference, pages = guides.of(API), guides.of(CLI)
    commands = guides.product.commands
    if not docs.public and not commands and docs.unread:
        return not_assessed(f"{docs.unread} files of code could not be read", required=_REQUIRED)
    if not docs.public and not commands:
        return not_applicable(
            "QC.Doc06.7 is about interfaces, and neither a public name nor a declared command was found"
        )
    built = [page.path for page in reference if page.how == "directive"] + [item.path for item in guides.generators]
    found = f"reference: {_shown(reference, built)}; commands: {len(commands)} declared, {_shown(pages, [])}"
    missing = (
        (Finding(ID, f"No page is about the commands, such as {printable(commands[0])}."),)
        if commands and not pages
        else ()
    )
    if built:
        # The generator takes the text from the code itself: page and code agree.
        return passed(
            f"a reference is made from the code, by {printable(built[0])}",
            Strength.E3,
            required=_REQUIRED,
            found=found,
            findings=missing,
        )
    if commands and pages:
        return passed(f"{printable(pages[0].path)} is about the commands", Strength.E2, required=_REQUIRED, found=found)
    if reference:
        return passed(
            f"{printable(reference[0].path)} is a reference",
            Strength.E2,
            required=_REQUIRED,
            found=found,
            findings=missing,
        )
    reason = "no reference of the interface and no page about commands was found"
    if hint := left_out(evidence):
        return not_assessed(reason + hint, required=_REQUIRED, found=found)
    return failed(reason, missing, required=_REQUIRED, found=found)


def _shown(pages: tuple[Page, ...], built: list[str]) -> str:
    if built:
        return f"made from the code by {printable(built[0])}"
    return f"{len(pages)} pages, such as {printable(pages[0].path)}" if pages else "no page"
