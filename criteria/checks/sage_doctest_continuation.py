"""sage-doctest-continuation: examples of several lines go on with `....:`."""

from criteria.changes.added import documented, on_added, on_lines
from criteria.changes.source_lines import OLD
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine
from criteria.model import EvidenceSet, Verdict

ID = "sage-doctest-continuation"
TITLE = "Examples of several lines go on with ....:"
WHY = "Under the prompt sage: three dots are read as output that nobody compares, so the rest of the statement is lost."
HOW = (
    "In docstrings and documents, a statement under the prompt sage: that is not complete, because a bracket is open "
    "or a block has begun, must not go on with three dots alone. Dots under a complete statement are output, and those "
    "under the prompt >>> are right; neither counts. Only lines that the change adds are looked at."
)
FIX = "Write `....:` in place of `...` on each line that goes on a statement after `sage:`."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        documented,
        on_lines(_wrong),
        subject="Python, Cython or reStructuredText",
        required="no statement after sage: that goes on with three dots",
    )


def _wrong(line: AddedLine) -> str | None:
    return "A statement after sage: goes on with three dots, which are read as output." if line.role == OLD else None
