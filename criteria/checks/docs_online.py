"""QC.Doc03: the documentation is online, in a documentation repository."""

from typing import Any

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.addresses import Address
from criteria.documents.origin import own_names
from criteria.evidence.guides import Guides
from criteria.metadata.project_name import names_any
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc03"
TITLE = "The documentation is online"
WHY = "People read the documentation before they fetch the software, and when they have only the software's name."
HOW = (
    "The README and the manifests are searched for the address of the documentation: one that a manifest declares, or "
    "one "
    "that bears the project's name. Whether it answers, and with this project, takes evidence from the network."
)
FIX = (
    "Publish the documentation, for instance on Read the Docs or the forge's pages, and name its address in the README."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("guides", "documents")

REQUIRED = "an address of the documentation that answers with this project"
SHOWN = 3


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    guides: Guides = evidence["guides"].data
    named = _own(evidence, guides.addresses)
    found = ", ".join(printable(address.url, 100) for address in named[:SHOWN]) or "no address"
    if not named:
        return failed("README and manifests name no address of the documentation", required=REQUIRED, found=found)
    if "web" not in evidence:
        first = named[0]
        reason = f"{printable(first.path)} names {printable(first.url, 100)}; {evidence.why_missing('web')}"
        return not_assessed(f"{reason}, so whether it answers is unknown", required=REQUIRED, found=found)
    return _online(evidence["web"].data, named, found)


def _online(web: Any, named: list[Address], found: str) -> Verdict:
    """`web.pages` maps an address to what answered: `answers` and `names_project`, on a date."""
    seen = [(address, web.pages[address.url]) for address in named if address.url in web.pages]
    if not seen:
        return not_assessed("the evidence from the network has none of these addresses", required=REQUIRED, found=found)
    for address, page in seen:
        if page.answers and page.names_project:
            reason = f"{printable(address.url, 100)} answers and names this project ({web.date})"
            return passed(reason, Strength.E3, required=REQUIRED, found=found)
    first, page = seen[0]
    why = "answers with something else" if page.answers else "does not answer"
    return failed(f"{printable(first.url, 100)} {why} ({web.date})", required=REQUIRED, found=found)


def _own(evidence: EvidenceSet, addresses: tuple[Address, ...]) -> list[Address]:
    """Declared addresses, and those of texts that bear the project's name; of somebody else's pages none counts."""
    own = own_names(evidence["documents"].data, evidence.get("retrieval"))
    declared = [address for address in addresses if address.declared]
    return declared + [address for address in addresses if not address.declared and _bears(address.url, own.folds)]


def _bears(url: str, folds: frozenset[str]) -> bool:
    plain = url.lower().replace("-", "").replace("_", "").replace(".jl", "")
    return names_any(url, folds) or any(len(fold) > 3 and fold in plain for fold in folds)
