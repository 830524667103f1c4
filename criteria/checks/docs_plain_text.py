"""QC.Doc02: documentation is written in a plain-text markup."""

from collections import Counter

from criteria.check import Parameters, failed, passed
from criteria.documents.markup import TEXT_MARKUPS
from criteria.evidence.documents import Document, Documents
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Doc02"
TITLE = "The documentation uses a plain-text markup"
WHY = "Text can be compared, merged and reviewed line by line; office files cannot."
HOW = (
    "The share of documentation files in a text markup, by name and by content, against office files, PDF and binaries."
)
FIX = "Convert office documents to Markdown or reStructuredText, for instance with pandoc."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)

_SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    documents: Documents = evidence["documents"].data
    minimum = float(parameters.get("minimum_text_share", 0.5))
    required = f"at least {minimum:.0%} of the documentation files in a text markup"
    texts = [
        document.markup or "" for document in documents.documents if document.problem is None and _is_text(document)
    ]
    texts += [source.markup for source in documents.sources if source.text]
    others = [document.path for document in documents.documents if not _is_text(document)]
    others += [source.path for source in documents.sources if not source.text]
    total = len(texts) + len(others)
    if not total:
        return failed("no documentation was found", required=required, found="no file with a text in it")
    found = f"{len(texts)} of {total} files: " + ", ".join(f"{count} {name}" for name, count in sorted(_census(texts)))
    findings = tuple(
        Finding(ID, "This document is no text; write its source in a text markup.", path) for path in others[:_SHOWN]
    )
    if len(texts) < minimum * total:
        return failed(
            f"{len(others)} of {total} documentation files are no text", findings, required=required, found=found
        )
    # The name claims the markup and the bytes, read and decoded, agree: two witnesses.
    return passed(
        f"{len(texts)} of {total} documentation files are text",
        Strength.E3,
        required=required,
        found=found,
        findings=findings,
    )


def _is_text(document: Document) -> bool:
    return document.markup in TEXT_MARKUPS and not (document.problem or "").startswith(
        ("binary", "not valid", "a Git LFS")
    )


def _census(markups: list[str]) -> list[tuple[str, int]]:
    return list(Counter(markups).items())
