"""What the security analysers say about the first-party code, tests included, with a full account of the files (V7)."""

import attrs

from criteria.evidence.census import Census
from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis, analyse
from criteria.tools.tool import Purpose

KIND = "security"


@attrs.frozen
class Security(Analysis):
    """The runs, and how much of the code they cover."""


def collect(snapshot: Snapshot, census: Census) -> Security:
    analysis = analyse(snapshot, census, Purpose.SECURITY)
    return Security(analysis.runs, analysis.languages, analysis.apart_lines)
