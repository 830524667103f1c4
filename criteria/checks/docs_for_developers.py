"""QC.Doc06.5: documentation for developers: the code's interfaces, its structure, and how it is built."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.audiences import ARCHITECTURE, BUILD
from criteria.documents.origin import left_out
from criteria.evidence.docstrings import Docstrings
from criteria.evidence.guides import Guides
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Doc06.5"
TITLE = "Developers find interfaces, structure and build described"
WHY = "Whoever changes the code needs to know what its parts promise, how they hang together and how to build them."
HOW = (
    "Public names with a text that says something are counted in the code: empty texts, mere names and texts repeated "
    "over and over do not count. Pages about the architecture and about building are looked for by name and heading."
)
FIX = (
    "Describe the public functions listed as findings, and write a page about the architecture and one about building."
)
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("docstrings", "guides")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    docs: Docstrings = evidence["docstrings"].data
    guides: Guides = evidence["guides"].data
    share = float(parameters["minimum_documented"])
    required = f"at least {share:.0%} of the public names described, and a page about the architecture or the build"
    pages = {topic: guides.of(topic) for topic in (ARCHITECTURE, BUILD)}
    shown = [f"{topic}: {of_it[0].path}" if of_it else f"{topic}: no page" for topic, of_it in pages.items()]
    found = f"{docs.documented:,} of {docs.public:,} public names described; {'; '.join(shown)}"
    findings = tuple(
        Finding(ID, f"{item.public - item.documented} of {item.public} public names are not described.", item.path)
        for item in docs.bare
    )
    if not any(pages.values()):
        if hint := left_out(evidence):
            reason = f"no page about the architecture or the build{hint}"
            return not_assessed(reason, required=required, found=found, findings=findings)
        findings = (Finding(ID, "No page is about the architecture or about building."), *findings)
        return failed(f"no page about the architecture or the build; {found}", findings, required=required, found=found)
    if not docs.public:
        return _without_names(docs, found, required)
    if docs.documented < share * docs.public:
        return failed(f"too few public names are described: {found}", findings, required=required, found=found)
    # A page and the texts in the code are two independent sources that developers were thought of.
    return passed(
        found, Strength.E3 if all(pages.values()) else Strength.E2, required=required, found=found, findings=findings
    )


def _without_names(docs: Docstrings, found: str, required: str) -> Verdict:
    if docs.unread:
        return not_assessed(f"{docs.unread} files of code could not be read", required=required, found=found)
    return not_applicable(
        "the rule is about interfaces of code, and no public name was found in a language that is read here"
    )
