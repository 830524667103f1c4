"""contact: somebody can be asked about the software."""

import re

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.documents.items import MAIL, README
from criteria.evidence.documents import Documents
from criteria.evidence.statements import Statements
from criteria.metadata.statements import CONTACT, ISSUES
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "contact"
TITLE = "A contact or a place for support is named"
WHY = "Questions, faults and offers of help need somewhere to go."
HOW = (
    "Contact, maintainer and issue-tracker fields of metadata and manifests are read, and the README is searched for a "
    "section on contact or support with an address that is no example."
)
FIX = "Add a section on support to the README with an address, and a maintainer with e-mail to codemeta.json."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("statements", "documents")

_REQUIRED = "a contact or support address in the metadata, a manifest or the README"
_MAIL = re.compile(MAIL)
_EXAMPLES = ("example.com", "example.org", "example.net", "users.noreply.github.com")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where README and metadata both name one."""
    stated: Statements = evidence["statements"].data
    documents: Documents = evidence["documents"].data
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    fields = [one for field in (CONTACT, ISSUES) for one in stated.of(field) if _reaches(one.value)]
    readmes = [one for one in documents.of(README) if one.problem is None and "authors_contact" in one.items]
    talks = {channel.path for channel in stated.channels}
    addressed = [one for one in readmes if one.contact or one.path in talks]
    places = [
        *(f"{one.path}: {printable(one.value)[:80]}" for one in fields),
        *(printable(one.path) for one in addressed),
    ]
    if places:
        strength = Strength.E3 if fields and addressed else Strength.E2
        return passed(f"named in {', '.join(places[:4])}", strength, required=_REQUIRED, found=f"{len(places)} places")
    section = f"; {printable(readmes[0].path)} speaks of support without an address" if readmes else ""
    return failed(f"no contact and no address for support is named{section}", required=_REQUIRED, found="none")


def _reaches(value: str) -> bool:
    """A mail address that is no example, or an address of the web."""
    mail = _MAIL.search(value)
    if "orcid.org/" in value:
        return False  # it says who somebody is, not how to reach them
    return "://" in value or (mail is not None and not mail[0].lower().endswith(_EXAMPLES))
