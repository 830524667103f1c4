"""sage-ascii-code: code outside strings and comments is ASCII."""

from criteria.changes.added import on_added, on_lines, python
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine
from criteria.model import EvidenceSet, Verdict

ID = "sage-ascii-code"
TITLE = "Names in the code are ASCII"
WHY = "A name that not everybody can type is a name that not everybody can call."
HOW = (
    "Added lines of Python and Cython, without their strings and comments, hold ASCII alone. Names of people and "
    "formulas stand in documentation, where every character is welcome."
)
FIX = "Spell the name in ASCII, for example `sigma`."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        python,
        on_lines(_wrong),
        subject="Python or Cython",
        required="ASCII alone in code, strings and comments apart",
    )


def _wrong(line: AddedLine) -> str | None:
    if line.code.isascii():
        return None
    signs = " ".join(f"U+{ord(sign):04X}" for sign in sorted({sign for sign in line.code if not sign.isascii()})[:8])
    return f"The code holds {signs}."
