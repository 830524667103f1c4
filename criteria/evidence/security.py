"""What the security analysers say about the first-party code, tests included, with a full account of the files (V7)."""

import attrs

from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis

KIND = "security"


@attrs.frozen
class Security(Analysis):
    """The runs, and how much of the code they cover."""


def of(analysis: Analysis, snapshot: Snapshot) -> Security:  # noqa: ARG001  (the table in collect)
    return Security(analysis.runs, analysis.languages, analysis.apart_lines, analysis.marked_lines)
