"""What a change brought and healed, as report data (V10)."""

from collections import Counter
from typing import Any

from criteria.compare import Change, FindingsChange, VerdictChange
from criteria.evidence import comparison
from criteria.evidence.comparison import CellComparison
from criteria.model import EvidenceSet, Finding, Outcome
from reports.findings import finding_row

MAX_TESTS = 100  # per state
MAX_FINDINGS = 100  # per rule, new and healed each; the numbers tell how many there are


def change_of(change: Change | None, evidence: EvidenceSet) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "base": change.base,
        "label": change.label,
        "level": change.level.label,
        "gate": change.gate.value,
        "sentence": change.sentence,
        "verdicts": [_verdict(one) for one in change.verdicts],
        "findings": [_findings(one) for one in change.findings],
        "tests": _tests(evidence),
    }


def _tests(evidence: EvidenceSet) -> list[dict[str, Any]] | None:
    """Cell by cell, the worst first; None where no tests were compared."""
    if comparison.KIND not in evidence:
        return None
    cells = sorted(evidence[comparison.KIND].data.cells, key=lambda cell: (not cell.worse, not cell.signs, cell.cell))
    return [_of_cell(cell) for cell in cells]


def _of_cell(cell: CellComparison) -> dict[str, Any]:
    return {
        "cell": cell.cell,
        "worse": cell.worse,
        "counts": dict(cell.counts),
        "names": {state: list(names[:MAX_TESTS]) for state, names in cell.names.items()},
        "signs": list(cell.signs),
        "notes": list(cell.notes),
        "why_not": cell.why_not,
        "base_earlier": cell.base_earlier,
    }


def new_findings(change: Change | None, rule: str) -> Counter[Finding] | None:
    """The findings of a rule that the change brought; None where they were not compared one by one."""
    if change is None:
        return None
    found = next((one for one in change.findings if one.rule == rule), None)
    return None if found is not None and found.why_not else Counter(found.new if found else ())


def _verdict(one: VerdictChange) -> dict[str, Any]:
    return {
        "id": one.rule,
        "blocking": one.blocking,
        "base": _word(one.base),
        "head": _word(one.head),
        "turn": one.turn.value,
    }


def _word(outcome: Outcome | None) -> str | None:
    return outcome.value if outcome is not None else None


def _findings(one: FindingsChange) -> dict[str, Any]:
    return {
        "id": one.rule,
        "blocking": one.blocking,
        "new": [finding_row(finding, "new") for finding in one.new[:MAX_FINDINGS]],
        "new_total": len(one.new) or one.more,
        "healed": [finding_row(finding, "absent") for finding in one.healed[:MAX_FINDINGS]],
        "healed_total": len(one.healed),
        "why_not": one.why_not,
    }
