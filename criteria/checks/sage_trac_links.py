"""sage-trac-links: issues are linked where they are now."""

import re

from criteria.changes.added import documented, on_added, on_lines
from criteria.changes.source_lines import OUTPUT
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine
from criteria.model import EvidenceSet, Verdict

ID = "sage-trac-links"
TITLE = "Issues are linked where they are now"
WHY = "The tracker Trac was closed; its links lead nowhere, and a role with a colon missing is no link at all."
HOW = (
    "Links to issues by the role :trac:, by that role without its first colon, by a role :issue: without one, and by "
    "an address of trac.sagemath.org. What examples print is left out. Only lines that the change adds are looked at."
)
FIX = "Write the role `issue` with a colon on both sides, and the same number."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_RULES = (
    (re.compile(r":trac:`"), "The role trac leads to a tracker that was closed; write issue."),
    (re.compile(r"(?<![:\w])(?:trac|issue):`#?\d"), "The role lacks its first colon, so that it is no link."),
    (
        re.compile(r"\btrac\.sagemath\.org/(?:sage_trac/)?ticket/\d"),
        "The address is of a tracker that was closed.",
    ),
)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        documented,
        on_lines(_wrong),
        subject="Python, Cython or reStructuredText",
        required="no link to the closed tracker, and no role without its colon",
    )


def _wrong(line: AddedLine) -> str | None:
    if line.role == OUTPUT:
        return None
    return next((why for pattern, why in _RULES if pattern.search(line.text)), None)
