"""QC.Doc02.1: one markup for the documentation of all components of a project."""

from collections import Counter

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.documents import Documents
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Doc02.1"
TITLE = "The documentation keeps to one markup"
WHY = "Whoever may edit one page may then edit all, and one tool renders and checks them."
HOW = (
    "The source files of the documentation are counted by markup; the root's own documents, rendered by forges, and "
    "notebooks, which are examples, are left out."
)
FIX = "Convert the pages in the rarer markup, for instance with pandoc, or move them out of the documentation."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)

SHOWN = 20
_NO_MARKUP = frozenset(("Plain text", "HTML", "man page", "Jupyter Notebook", "R Markdown", "not text"))


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    share = float(parameters["minimum_share"])
    sources = [source for source in documents.sources if source.text and source.markup not in _NO_MARKUP]
    counts = Counter(source.markup for source in sources)
    required = f"at least {share:.0%} of the documentation files in one markup"
    if len(sources) < 2:
        return not_applicable(
            "the rule is about several documents, and the documentation has fewer than two source files"
        )
    main, number = min(counts.items(), key=lambda item: (-item[1], item[0]))
    found = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    others = tuple(
        Finding(ID, f"This page is written in {source.markup}.", source.path)
        for source in sources
        if source.markup != main
    )
    if number < share * len(sources):
        return failed(
            f"several markups share the documentation: {found}", others[:SHOWN], required=required, found=found
        )
    # The name claims the markup and the bytes, read and decoded, agree: two witnesses.
    return passed(
        f"{number} of {len(sources)} files are {main}",
        Strength.E3,
        required=required,
        found=found,
        findings=others[:SHOWN],
    )
