"""Baselines that the project has judged beside the one that was asked for, as report data: told, and no more."""

from collections.abc import Sequence
from typing import Any

import attrs

from criteria.compare import Change
from criteria.model import Assessment, SubcriterionResult, plain
from criteria.rules import Baseline
from reports.findings import finding_rows

MAX_BASELINES = 8


@attrs.frozen
class Also:
    """One further baseline and what came out; `change` is what it says of the change, where there is one."""

    baseline: Baseline
    assessment: Assessment
    change: Change | None = None


@attrs.frozen
class Others:
    """All of them, and a sentence for each name that had no effect."""

    judged: Sequence[Also] = ()
    notes: Sequence[str] = ()


def also_of(others: Others | None) -> dict[str, Any] | None:
    if others is None or not (others.judged or others.notes):
        return None
    return {"judged": [_row(one) for one in others.judged[:MAX_BASELINES]], "notes": list(others.notes[:20])}


def _row(one: Also) -> dict[str, Any]:
    return {
        **plain(one.assessment.baseline),
        "title": one.baseline.title,
        "source": one.baseline.source,
        "sentence": one.change.sentence if one.change else None,
        "rules": [_rule(result) for result in one.assessment.results()],
    }


def _rule(result: SubcriterionResult) -> dict[str, Any]:
    verdict = result.verdict
    return {
        "id": result.id,
        "title": result.title,
        "requirement": result.requirement.value,
        "verdict": verdict.outcome.value,
        "reason": verdict.reason,
        "findings": finding_rows(verdict.findings),
        "findings_total": len(verdict.findings),
        "fix": " ".join(result.fix.split()),
    }
