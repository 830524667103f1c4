"""What the analysers of documents say about the first-party Markdown and reStructuredText, file by file (V7)."""

import attrs

from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis

KIND = "document_style"


@attrs.frozen
class DocumentStyle(Analysis):
    """The runs. Documents are no code: `languages` and the share are about code, of which nothing is read here."""


def of(analysis: Analysis, snapshot: Snapshot) -> DocumentStyle:  # noqa: ARG001  (the table in collect)
    return DocumentStyle(analysis.runs, analysis.languages, analysis.apart_lines, analysis.marked_lines)
