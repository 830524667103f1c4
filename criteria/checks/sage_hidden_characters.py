"""sage-hidden-characters: code shows people what the machine reads."""

from criteria.census.deceptive_text import BIDIRECTIONAL, ESCAPE, INVISIBLE, LOOK_ALIKE_NAME, deceptions
from criteria.changes.added import documented, on_added, on_lines
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine
from criteria.model import EvidenceSet, Verdict

ID = "sage-hidden-characters"
TITLE = "Code shows people what the machine reads"
WHY = "Characters that reorder, hide or imitate others let a reviewer approve what is not there (CVE-2021-42574)."
HOW = (
    "Added lines of Python, Cython and reStructuredText hold no bidirectional control, no invisible character in a "
    "name, no escape character and no name that mixes Latin letters with others of the same look."
)
FIX = "Take the characters out, or write them as escapes in a string."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_KINDS = {
    BIDIRECTIONAL: "a control that reorders the line",
    INVISIBLE: "an invisible character",
    ESCAPE: "an escape character",
    LOOK_ALIKE_NAME: "a name with letters of several scripts that look alike",
}


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        documented,
        on_lines(_wrong),
        subject="Python, Cython or reStructuredText",
        required="no character that hides or imitates another",
    )


def _wrong(line: AddedLine) -> str | None:
    found = deceptions(line.text.encode("utf-8", errors="replace"))
    return next((f"The line holds {_KINDS[str(kind)]} ({signs})." for _, kind, signs in found if kind in _KINDS), None)
