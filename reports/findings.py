"""Findings as report data."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from criteria.model import Finding

MAX_FINDINGS = 100  # per sub-criterion; the total tells how many there were


def finding_row(finding: Finding, state: str | None = None) -> dict[str, Any]:
    """`state`, where a change is looked at: new, unchanged or absent, as SARIF calls it."""
    return {
        "rule": finding.rule,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "fingerprint": finding.fingerprint,
        "state": state,
    }


def finding_rows(findings: Sequence[Finding], new: "Counter[Finding] | None" = None) -> list[dict[str, Any]]:
    """The first of them, with their state where it is known which of them are new."""
    left = Counter(new or ())
    rows = []
    for finding in findings[:MAX_FINDINGS]:
        is_new = left[finding] > 0
        left[finding] -= is_new
        rows.append(finding_row(finding, None if new is None else "new" if is_new else "unchanged"))
    return rows
