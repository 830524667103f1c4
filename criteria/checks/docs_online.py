"""QC.Doc03: the documentation is online, in a documentation repository."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.addresses import Address, own_addresses
from criteria.documents.origin import own_names
from criteria.evidence.guides import Guides
from criteria.evidence.web import Page, Web
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc03"
TITLE = "The documentation is online"
WHY = "People read the documentation before they fetch the software, and when they have only the software's name."
HOW = (
    "The README and the manifests are searched for the address of the documentation: one that a manifest declares, or "
    "one that bears the project's name. Whether it answers, and with a page that names the project, is asked once over "
    "the network; what could not be asked, or did not answer in time, is unknown."
)
FIX = (
    "Publish the documentation, for instance on Read the Docs or the forge's pages, and name its address in the README."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("guides", "documents")

REQUIRED = "an address of the documentation that answers with this project"
UNNAMED = "no manifest says how this project is called, so whether the page is its own is unknown"
SHOWN = 3


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    guides: Guides = evidence["guides"].data
    own = own_names(evidence["documents"].data, evidence.get("retrieval"))
    named = own_addresses(guides.addresses, own.folds)
    found = ", ".join(printable(address.url, 100) for address in named[:SHOWN]) or "no address"
    if not named:
        return failed("README and manifests name no address of the documentation", required=REQUIRED, found=found)
    if "web" not in evidence:
        first = named[0]
        reason = f"{printable(first.path)} names {printable(first.url, 100)}; {evidence.why_missing('web')}"
        return not_assessed(f"{reason}, so whether it answers is unknown", required=REQUIRED, found=found)
    return _online(evidence["web"].data, named, found, known=own.known)


def _online(web: Web, named: tuple[Address, ...], found: str, *, known: bool) -> Verdict:
    """One page of its own is enough; none is certain only where every address gave a definite answer."""
    seen = [(printable(address.url, 100), web.pages[address.url]) for address in named if address.url in web.pages]
    for url, page in seen:
        if page.answers and page.names_project:
            reason = f"{url} answers and names this project ({web.date})"
            return passed(reason, Strength.E3, required=REQUIRED, found=found)
    unknown = _unknown(web, seen, known=known)
    if unknown is None and len(seen) < len(named):
        other = next(printable(address.url, 100) for address in named if address.url not in web.pages)
        unknown = f"{other} is not among the https addresses that were asked ({web.date})"
    if unknown is not None:
        return not_assessed(f"{unknown}, so whether it is online is unknown", required=REQUIRED, found=found)
    url, page = seen[0]
    why = "answers with something else" if page.answers else "does not answer"
    return failed(f"{url} {why}: {printable(page.reason, 200)} ({web.date})", required=REQUIRED, found=found)


def _unknown(web: Web, seen: list[tuple[str, Page]], *, known: bool) -> str | None:
    """Why the answer of an address says nothing; None where each of them says something."""
    for url, page in seen:
        if page.answers is None:
            return f"{url} could not be judged: {printable(page.reason, 200)} ({web.date})"
        if page.answers and not known:
            return f"{url} answers ({web.date}); {UNNAMED}"
    return None
