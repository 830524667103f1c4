"""The judge: a pure function of evidence and baseline. Same inputs, same answer, on any machine, any day."""

from collections.abc import Mapping

from criteria.baseline import Baseline, Criterion, Rule
from criteria.catalogue import CHECKS
from criteria.check import Check, not_assessed
from criteria.model import (
    Assessment,
    Bounds,
    CriterionResult,
    EvidenceSet,
    Level,
    Outcome,
    Strength,
    SubcriterionResult,
    Verdict,
)

# V1: the worst known thing decides; an unknown is never better than a pass.
_UNKNOWN = (Outcome.NOT_ASSESSED, Outcome.ATTESTED)


def judge(evidence: EvidenceSet, baseline: Baseline, checks: Mapping[str, Check] = CHECKS) -> Assessment:
    """Judge every rule of the baseline, join them into criteria, and the criteria into a level."""
    criteria = tuple(_judge_criterion(criterion, evidence, checks) for criterion in baseline.criteria)
    return Assessment(
        baseline=baseline.ref,
        level=_level(criteria, baseline, unknown_is_good=False),
        level_possible=_level(criteria, baseline, unknown_is_good=True),
        criteria=criteria,
        bounds=_bounds(criteria),
    )


def _judge_criterion(criterion: Criterion, evidence: EvidenceSet, checks: Mapping[str, Check]) -> CriterionResult:
    results = tuple(_judge_rule(rule, evidence, checks[rule.check]) for rule in criterion.rules)
    outcome, reason = _join([result for result in results if result.blocking])
    return CriterionResult(criterion.id, criterion.title, outcome, reason, results)


def _judge_rule(rule: Rule, evidence: EvidenceSet, check: Check) -> SubcriterionResult:
    absent = [kind for kind in check.NEEDS if kind not in evidence]
    seen = evidence.witnessed()
    if absent:
        verdict = not_assessed("; ".join(evidence.why_missing(kind) for kind in absent))
    else:
        verdict = check.judge(seen, rule.parameters)
    return SubcriterionResult(
        id=rule.id,
        title=check.TITLE,
        requirement=rule.requirement,
        blocking=rule.blocking,
        verdict=verdict,
        evidence=tuple(f"{kind}@{evidence[kind].digest}" for kind in sorted(seen.read)),
        fix=check.FIX,
        effort=check.EFFORT,
    )


def _join(blocking: list[SubcriterionResult]) -> tuple[Outcome, str]:
    """V1: any fail, then any unknown, then all not applicable, then pass."""
    for outcomes in ((Outcome.FAIL,), _UNKNOWN):
        hit = [result for result in blocking if result.verdict.outcome in outcomes]
        if hit:
            reason = "; ".join(f"{result.id}: {result.verdict.reason}" for result in hit)
            return (Outcome.FAIL if outcomes == (Outcome.FAIL,) else Outcome.NOT_ASSESSED), reason
    if all(result.verdict.outcome is Outcome.NOT_APPLICABLE for result in blocking):
        return Outcome.NOT_APPLICABLE, "no rule of it applies here"
    return Outcome.PASS, "the blocking rule is met" if len(blocking) == 1 else "all blocking rules are met"


def _level(criteria: tuple[CriterionResult, ...], baseline: Baseline, *, unknown_is_good: bool) -> Level:
    """V3: the highest level of which every criterion holds at the strength it asks for."""
    by_id = {criterion.id: criterion for criterion in criteria}
    rules = {criterion.id: {rule.id: rule for rule in criterion.rules} for criterion in baseline.criteria}
    reached = Level.NONE
    for level in sorted(baseline.levels):
        held = all(
            _holds(by_id[id_], rules[id_], level, baseline.strengths[level], unknown_is_good)
            for id_ in baseline.levels[level]
        )
        if not held:
            break
        reached = level
    return reached


def _holds(
    criterion: CriterionResult, rules: Mapping[str, Rule], level: Level, strength: Strength, unknown_is_good: bool
) -> bool:
    if criterion.outcome is Outcome.NOT_ASSESSED:
        return unknown_is_good
    if criterion.outcome is Outcome.FAIL:
        return False
    return unknown_is_good or all(
        _strong_enough(result.verdict, max(strength, _minimum(rules[result.id], level)))
        for result in criterion.subcriteria
        if result.blocking
    )


def _minimum(rule: Rule, level: Level) -> Strength:
    """What the rule asks at this level or, where it is silent, at the nearest level below."""
    return max((strength for at, strength in rule.minimum.items() if at <= level), default=Strength.E0)


def _strong_enough(verdict: Verdict, strength: Strength) -> bool:
    if verdict.outcome is Outcome.NOT_APPLICABLE:
        return True
    return verdict.strength is not None and verdict.strength >= strength


def _bounds(criteria: tuple[CriterionResult, ...]) -> Bounds | None:
    """V1: every rule weighs the same; without an applicable rule there is no score."""
    outcomes = [
        result.verdict.outcome
        for criterion in criteria
        for result in criterion.subcriteria
        if result.verdict.outcome is not Outcome.NOT_APPLICABLE
    ]
    if not outcomes:
        return None
    total = len(outcomes)
    good = outcomes.count(Outcome.PASS)
    unknown = sum(outcome in _UNKNOWN for outcome in outcomes)
    return Bounds(round(good / total, 4), round((good + unknown) / total, 4), round((total - unknown) / total, 4))
