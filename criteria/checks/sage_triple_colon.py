"""sage-triple-colon: no line of documentation ends with three colons."""

import re

from criteria.changes.added import documented, on_added, on_lines
from criteria.changes.source_lines import PROSE
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine
from criteria.model import EvidenceSet, Verdict

ID = "sage-triple-colon"
TITLE = "No line of documentation ends with three colons"
WHY = "Two colons at the end of a line are shown as one; a third is shown as a second one, before the example."
HOW = (
    "Lines of docstrings and documents that end with three colons, or with a colon, blanks and two colons. Only lines "
    "that the change adds are looked at."
)
FIX = "Leave two colons at the end of the line."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_TRIPLE = re.compile(r":[ \t]{0,20}::[ \t]{0,20}$")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        documented,
        on_lines(_wrong),
        subject="Python, Cython or reStructuredText",
        required="no line of documentation that ends with three colons",
    )


def _wrong(line: AddedLine) -> str | None:
    return "The line ends with three colons." if line.role == PROSE and _TRIPLE.search(line.text) else None
