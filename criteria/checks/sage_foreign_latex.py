"""sage-foreign-latex: formulas are written with commands of LaTeX, not of plain TeX."""

import re

from criteria.changes.added import documented, on_added, on_lines
from criteria.changes.source_lines import CODE, PROSE
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine
from criteria.model import EvidenceSet, Verdict

ID = "sage-foreign-latex"
TITLE = "Formulas are written with commands of LaTeX"
WHY = (
    "Commands of plain TeX such as \\over space formulas wrongly, and not every program that shows formulas knows them."
)
HOW = (
    "The commands \\over, \\choose, \\atop and \\above, and their forms with delimiters, in documentation and in "
    "strings of the code; \\overline and other longer names are none of them. Examples and what they print are left "
    "out. Only lines that the change adds are looked at."
)
FIX = "Write `\\frac{a}{b}` for `{a \\over b}`, `\\binom{n}{k}` for `{n \\choose k}`, and `\\genfrac` for the others."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_FOREIGN = re.compile(r"\\(?P<name>(?:over|atop|above)(?:withdelims)?|choose)(?![A-Za-z@])")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        documented,
        on_lines(_wrong),
        subject="Python, Cython or reStructuredText",
        required="no command of plain TeX for fractions and binomials",
    )


def _wrong(line: AddedLine) -> str | None:
    found = _FOREIGN.search(line.text) if line.role in (PROSE, CODE) else None
    return f"\\{found['name']} is a command of plain TeX." if found else None
