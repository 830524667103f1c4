"""sage-blocks: the blocks of a docstring are written as the documentation reads them."""

import re

from criteria.changes.added import documented, on_added
from criteria.changes.source_lines import PROSE, PYTHON
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine, ChangedFile
from criteria.model import EvidenceSet, Verdict

ID = "sage-blocks"
TITLE = "The blocks of a docstring are written as the documentation reads them"
WHY = "A block with a wrong colon is shown as plain text, as a comment that nobody sees, or not as code."
HOW = (
    "In docstrings: INPUT, OUTPUT and REFERENCES take one colon, for prose follows; EXAMPLES and TESTS are plural, and "
    "take two colons where an example follows at once. There and in documents NOTE, WARNING, TODO and SEEALSO are "
    "directives, with two dots and a blank before and two colons behind. Only lines that the change adds are looked "
    "at."
)
FIX = "Write `INPUT:`, `EXAMPLES::` and `.. NOTE::`, as the findings say."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

Rules = tuple[tuple[re.Pattern[str], str], ...]

_DIRECTIVES = r"NOTES?|WARNINGS?|TODO|SEE ?ALSO"
_BLOCK_RULES: Rules = (
    (re.compile(r"(?:IN|OUT)PUTS?[ \t]*+::$"), "INPUT and OUTPUT take one colon, for prose follows."),
    (re.compile(r"REFERENCES?[ \t]*+::$"), "REFERENCES takes one colon, for prose follows."),
    (re.compile(r"(?:EXAMPLE|TEST)[ \t]*+::?$"), "The block is called EXAMPLES or TESTS, even with only one."),
    (re.compile(rf"(?:{_DIRECTIVES})[ \t]*+::?$"), "A note is a directive: two dots and a blank go before it."),
)  # fmt: skip
_DIRECTIVE_RULES: Rules = (
    (re.compile(rf"\.\.[ \t]++(?:{_DIRECTIVES}|MATH|RUBRIC|TOPIC|PLOT)[ \t]*+:$", re.I),
     "A directive with one colon is a comment that nobody sees; write two."),
    (re.compile(rf"\.\.(?:{_DIRECTIVES})\b", re.I), "A blank is missing between the two dots and the directive."),
    (re.compile(r"\.\.[ \t]++SEE ALSO[ \t]*+::?$", re.I), "The directive is called SEEALSO, in one word."),
)  # fmt: skip
_RULES: Rules = (*_BLOCK_RULES, *_DIRECTIVE_RULES)
_EXAMPLES = re.compile(r"(?:EXAMPLES|TESTS)[ \t]*+:$")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        documented,
        _of_file,
        subject="Python, Cython or reStructuredText",
        required="blocks of docstrings in the form that the documentation reads",
    )


def _of_file(file: ChangedFile) -> list[tuple[int, str]]:
    # A document has no docstrings: where it shows a block, it quotes what a program printed.
    rules = _RULES if file.language in PYTHON else _DIRECTIVE_RULES
    return [(line.number, why) for line in file.added if (why := _wrong(line, rules)) is not None]


def _wrong(line: AddedLine, rules: Rules) -> str | None:
    if line.role != PROSE:
        return None
    text = line.text.strip()
    if rules is _RULES and _EXAMPLES.match(text) and line.following.startswith(("sage:", ">>>")):
        return "An example follows at once, so the block takes two colons."
    return next((why for pattern, why in rules if pattern.match(text)), None)
