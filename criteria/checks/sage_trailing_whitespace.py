"""sage-trailing-whitespace: no added line ends with blanks."""

from criteria.census.kinds import DATA
from criteria.changes.added import on_added, on_lines
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine, ChangedFile
from criteria.model import EvidenceSet, Verdict

ID = "sage-trailing-whitespace"
TITLE = "No added line ends with blanks"
WHY = "Blanks at the end of a line are not seen, and make differences and conflicts where nothing changed."
HOW = (
    "Added lines of all first-party text end with no blank and no tab. Data, patches and Markdown, where two blanks "
    "break a line, are left out. The return of a line that ends as on Windows is none."
)
FIX = "Let the editor strip blanks at the ends of lines; `git diff --check` shows them."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_WITH_MEANING = frozenset(("Diff", "Markdown", "R Markdown"))


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        _wanted,
        on_lines(_wrong),
        subject="text of its own",
        required="no added line that ends with blanks",
    )


def _wanted(file: ChangedFile) -> bool:
    return file.apart is None and file.language not in _WITH_MEANING and file.kind != DATA


def _wrong(line: AddedLine) -> str | None:
    return "The line ends with blanks." if line.text.endswith((" ", "\t")) else None
