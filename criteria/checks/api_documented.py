"""api-documented: the public names of the code are described."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.audiences import API
from criteria.evidence.docstrings import Docstrings
from criteria.evidence.guides import Guides
from criteria.evidence.interfaces import INTERFACE, Interfaces
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "api-documented"
TITLE = "The public interface is documented"
WHY = "Other programs can only use what somebody told them how to call."
HOW = (
    "Public names of first-party code are counted, and those whose description says something: repeated texts and "
    "texts that only say the name again count as none. A reference made from the code, or a description of a web "
    "interface, counts as a second witness."
)
FIX = "Describe the public functions and classes that the findings name: purpose, arguments, result, errors."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("docstrings", "guides", "interfaces")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_share` of public names described; `reference_counts`: a reference page is enough without it."""
    data: Docstrings = evidence["docstrings"].data
    guides: Guides = evidence["guides"].data
    interfaces: Interfaces = evidence["interfaces"].data
    minimum = float(parameters["minimum_share"])
    required = f"{minimum:.0%} of the public names described"
    pages = [printable(page.path) for page in guides.of(API)] + [printable(one.path) for one in guides.generators]
    described = [one for one in interfaces.of(INTERFACE) if one.format in ("OpenAPI", "AsyncAPI", "WSDL")]
    references = [*pages, *(printable(one.path) for one in described)]
    by_reference = bool(parameters.get("reference_counts")) and bool(references)
    if not data.public and data.unread and not by_reference:
        return not_assessed(f"{data.unread} files of code could not be read", required=required)
    if not data.public and not by_reference:
        return not_applicable(f"{ID}: no public name was found in a language whose descriptions are read")
    share = data.documented / data.public if data.public else 0.0
    more = f"; reference in {references[0]}" if references else ""
    found = f"{data.documented:,} of {data.public:,} public names ({share:.0%}){more}"
    notes = tuple(
        Finding(ID, f"{one.documented} of {one.public} public names are described.", one.path) for one in data.bare
    )
    if share < minimum and not by_reference:
        return failed(found, notes, required=required, found=found)
    both = bool(references) and share >= minimum
    return passed(found, Strength.E3 if both else Strength.E2, required=required, found=found, findings=notes)
