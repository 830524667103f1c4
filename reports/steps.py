"""What to fix first: what keeps the next level away, cheap things before dear ones."""

from collections.abc import Iterator
from typing import Any

import attrs

from criteria import baseline as baselines
from criteria.model import Assessment, BaselineRef, Level, Outcome, Requirement, Strength, SubcriterionResult
from criteria.rules import Baseline, Rule

_EFFORTS = {"minutes": 0, "hours": 1, "days": 2}
_LATER, _OUTSIDE, _ADVICE = 10, 20, 30  # places after the levels themselves


@attrs.frozen
class _Step:
    result: SubcriterionResult
    reason: str
    fix: str
    blocks: Level | None

    def place(self, asked: Level | None) -> tuple[int, bool, int, int, str]:
        return (
            self._group(asked),
            self.result.verdict.outcome is not Outcome.FAIL,
            _EFFORTS.get(self.result.effort, len(_EFFORTS)),
            list(Requirement).index(self.result.requirement),
            self.result.id,
        )

    def _group(self, asked: Level | None) -> int:
        if not self.result.blocking:
            return _ADVICE
        if self.blocks is None:
            return _OUTSIDE
        return self.blocks if self.blocks == asked else _LATER + self.blocks


def shipped(ref: BaselineRef) -> Baseline | None:
    """The very rule set that was applied, when it ships with us; another digest is another rule set."""
    if ref.id not in baselines.names():
        return None
    baseline = baselines.load(ref.id)
    return baseline if baseline.ref.digest == ref.digest else None


def levels_of(baseline: Baseline | None) -> dict[str, Level]:
    """The lowest level that asks for each criterion."""
    wanted: dict[str, Level] = {}
    for level in sorted(baseline.levels if baseline else ()):
        for id_ in baseline.levels[level] if baseline else ():
            wanted.setdefault(id_, level)
    return wanted


def next_steps(assessment: Assessment, baseline: Baseline | None) -> list[dict[str, Any]]:
    """Failed rules; after those that keep the next level away, the passed ones whose evidence is too weak for it."""
    asked = _next_level(assessment, baseline)
    steps = sorted(_steps(assessment, baseline, asked), key=lambda step: step.place(asked))
    return [
        {
            "id": step.result.id,
            "title": step.result.title,
            "reason": step.reason,
            "fix": " ".join(step.fix.split()),
            "effort": step.result.effort,
            "blocks": step.blocks.label if step.blocks is not None else None,
        }
        for step in steps
    ]


def _next_level(assessment: Assessment, baseline: Baseline | None) -> Level | None:
    """A baseline may leave levels out: the next one is the lowest it has above the one that is reached."""
    return min((level for level in (baseline.levels if baseline else ()) if level > assessment.level), default=None)


def _steps(assessment: Assessment, baseline: Baseline | None, asked: Level | None) -> Iterator[_Step]:
    wanted = levels_of(baseline)
    for criterion in assessment.criteria:
        level = wanted.get(criterion.id)
        for result in criterion.subcriteria:
            if result.verdict.outcome is Outcome.FAIL:
                yield _Step(result, result.verdict.reason, result.fix, level if result.blocking else None)
    if baseline is not None and asked is not None:
        yield from _too_weak(assessment, baseline, asked)


def _too_weak(assessment: Assessment, baseline: Baseline, asked: Level) -> Iterator[_Step]:
    """Passes that count for lower levels only (V2). The check's advice is for a failure and would mislead here."""
    rules = {rule.id: rule for criterion in baseline.criteria for rule in criterion.rules}
    for criterion in assessment.criteria:
        if criterion.id not in baseline.levels[asked]:
            continue
        for result in criterion.subcriteria:
            found, rule = result.verdict.strength, rules.get(result.id)
            if rule is None or found is None or not result.blocking or result.verdict.outcome is not Outcome.PASS:
                continue
            needed = max(baseline.strengths[asked], _own_minimum(rule, asked))
            if found < needed:
                reason = f"passed with evidence of strength {found.name}; {asked.label} asks for {needed.name}"
                yield _Step(result, f"{reason}: {result.verdict.reason}", "", asked)


def _own_minimum(rule: Rule, level: Level) -> Strength:
    return max((strength for at, strength in rule.minimum.items() if at <= level), default=Strength.E0)
