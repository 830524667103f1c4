"""The judge: a pure function of evidence, baseline and terms. Same inputs, same answer, on any machine, any day."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from criteria.catalogue import CHECKS
from criteria.check import Check
from criteria.model import (
    Assessment,
    Bounds,
    CriterionResult,
    EvidenceSet,
    Heard,
    Level,
    Outcome,
    Strength,
    SubcriterionResult,
)
from criteria.rules import Baseline, Criterion, Rule
from criteria.ruling import ruling
from criteria.terms import PLAIN, Terms
from criteria.waiving import can_be_judged_again

Criteria = tuple[CriterionResult, ...]


def judge(
    evidence: EvidenceSet, baseline: Baseline, checks: Mapping[str, Check] = CHECKS, terms: Terms = PLAIN
) -> Assessment:
    """Judge every rule of the baseline, join them into criteria, and the criteria into a level."""
    criteria = tuple(_judge_criterion(criterion, evidence, checks, terms) for criterion in baseline.criteria)
    return Assessment(
        baseline=baseline.ref,
        level=_level(criteria, baseline, unknown_is_good=False),
        level_possible=_level(criteria, baseline, unknown_is_good=True),
        criteria=criteria,
        bounds=_bounds(criteria),
        level_unwaived=_level(_unwaived(criteria), baseline, unknown_is_good=False),
        levels=tuple(sorted(baseline.levels)),
        waivers=tuple(_heard_waivers(criteria, baseline, checks, evidence, terms)),
        statements=tuple(_heard_statements(criteria, terms)),
    )


def _judge_criterion(
    criterion: Criterion, evidence: EvidenceSet, checks: Mapping[str, Check], terms: Terms
) -> CriterionResult:
    results = (ruling(rule, evidence, checks[rule.check], terms) for rule in criterion.rules)
    required = frozenset(terms.limits.required)
    return _joined(criterion.id, criterion.title, tuple(_required(result, required) for result in results))


def _required(result: SubcriterionResult, required: frozenset[str]) -> SubcriterionResult:
    if result.blocking or result.id not in required:
        return result
    return attrs.evolve(result, blocking=True, required_by_project=True)


def _joined(id_: str, title: str, results: tuple[SubcriterionResult, ...]) -> CriterionResult:
    outcome, reason = _join([result for result in results if result.blocking])
    return CriterionResult(id_, title, outcome, reason, results)


def _join(blocking: Sequence[SubcriterionResult]) -> tuple[Outcome, str]:
    """V1: any fail, then any unknown, then all not applicable, then pass."""
    for outcome in (Outcome.FAIL, Outcome.NOT_ASSESSED):
        hit = [result for result in blocking if result.counts_as is outcome]
        if hit:
            return outcome, "; ".join(f"{result.id}: {result.verdict.reason}" for result in hit)
    if not blocking:
        return Outcome.NOT_APPLICABLE, "no rule of it decides"
    if all(result.counts_as is Outcome.NOT_APPLICABLE for result in blocking):
        return Outcome.NOT_APPLICABLE, "no rule of it applies here"
    return Outcome.PASS, "the blocking rule is met" if len(blocking) == 1 else "all blocking rules are met"


def _unwaived(criteria: Criteria) -> Criteria:
    """The same without any waiver."""

    def measured(result: SubcriterionResult) -> SubcriterionResult:
        return attrs.evolve(result, verdict=result.waived.measured) if result.waived else result

    return tuple(_joined(one.id, one.title, tuple(map(measured, one.subcriteria))) for one in criteria)


def _unrequired(criteria: Criteria) -> Criteria:
    """The same without what the project itself made decisive."""

    def own(result: SubcriterionResult) -> SubcriterionResult:
        return attrs.evolve(result, blocking=result.blocking and not result.required_by_project)

    return tuple(_joined(one.id, one.title, tuple(map(own, one.subcriteria))) for one in criteria)


def _level(criteria: Criteria, baseline: Baseline, *, unknown_is_good: bool) -> Level:
    """V3: the highest level of which every criterion holds at the strength it asks for.

    A rule that the project requires of itself can only take a level away (V12).
    """
    levels = [_reached(criteria, baseline, unknown_is_good)]
    if any(result.required_by_project for one in criteria for result in one.subcriteria):
        levels.append(_reached(_unrequired(criteria), baseline, unknown_is_good))
    return min(levels)


def _reached(criteria: Criteria, baseline: Baseline, unknown_is_good: bool) -> Level:
    by_id = {criterion.id: criterion for criterion in criteria}
    rules = {rule.id: rule for rule in baseline.rules()}
    reached = Level.NONE
    for level in sorted(baseline.levels):
        asked = [by_id[id_] for id_ in baseline.levels[level]]
        strength = baseline.strengths[level]
        if not all(_holds(one, rules, level, strength, unknown_is_good) for one in asked):
            break
        if all(one.outcome is Outcome.NOT_APPLICABLE for one in asked):
            break  # where nothing applies, nothing is proven: a level is never reached by default
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
        _strong_enough(result, max(strength, _minimum(rules[result.id], level)))
        for result in criterion.subcriteria
        if result.blocking
    )


def _minimum(rule: Rule, level: Level) -> Strength:
    """What the rule asks at this level or, where it is silent, at the nearest level below."""
    return max((strength for at, strength in rule.minimum.items() if at <= level), default=Strength.E0)


def _strong_enough(result: SubcriterionResult, strength: Strength) -> bool:
    """V2: an attestation is E0 and enough where the baseline accepts it, which is the one exception."""
    if result.verdict.outcome in (Outcome.NOT_APPLICABLE, Outcome.ATTESTED):
        return True
    return result.verdict.strength is not None and result.verdict.strength >= strength


def _bounds(criteria: Criteria) -> Bounds | None:
    """V1: weighted shares of the rules that apply; without one there is no score.

    Exact until the last step, then rounded outwards, so that the truth lies between them.
    """
    applicable = [
        result
        for criterion in criteria
        for result in criterion.subcriteria
        if result.counts_as is not Outcome.NOT_APPLICABLE
    ]
    if not applicable:
        return None
    total = _weight(applicable)
    good = _weight(result for result in applicable if result.counts_as is Outcome.PASS)
    unknown = _weight(result for result in applicable if result.counts_as is Outcome.NOT_ASSESSED)
    return Bounds(
        math.floor(good / total * 10_000) / 10_000,
        math.ceil((good + unknown) / total * 10_000) / 10_000,
        math.floor((total - unknown) / total * 10_000) / 10_000,
    )


def _weight(results: Iterable[SubcriterionResult]) -> Fraction:
    return sum((Fraction(str(result.weight)) for result in results), Fraction(0))


def _heard_waivers(
    criteria: Criteria, baseline: Baseline, checks: Mapping[str, Check], evidence: EvidenceSet, terms: Terms
) -> Iterable[Heard]:
    """Every waiver in force, and why it changed nothing where it did not."""
    rules = {rule.id: rule for rule in baseline.rules()}
    results = {result.id: result for one in criteria for result in one.subcriteria}
    for waiver in terms.waivers:
        result = results.get(waiver.rule)
        if result is None:
            yield Heard(waiver.id, False, f"{baseline.ref.id} has no rule {waiver.rule}")
        elif result.waived is not None and waiver in result.waived.waivers:
            yield Heard(waiver.id, True, f"it changes the verdict of {waiver.rule}")
        elif result.waived is None and result.verdict.outcome is not Outcome.FAIL:
            yield Heard(waiver.id, False, f"{waiver.rule} does not fail, so nothing is waived")
        elif not waiver.whole_rule and not can_be_judged_again(evidence, checks[rules[waiver.rule].check].NEEDS):
            yield Heard(waiver.id, False, f"of {waiver.rule} only the whole rule can be waived, no single finding")
        elif result.waived is not None and result.waived.waivers[0].whole_rule:
            yield Heard(waiver.id, False, f"another waiver is for the whole of {waiver.rule}")
        else:
            yield Heard(waiver.id, False, f"no finding of {waiver.rule} is the one it is for")


def _heard_statements(criteria: Criteria, terms: Terms) -> Iterable[Heard]:
    results = {result.id: result for one in criteria for result in one.subcriteria}
    for statement in terms.statements:
        result = results.get(statement.rule)
        if result is None:
            yield Heard(statement.rule, False, f"the baseline has no rule {statement.rule}")
        elif result.attested is None:
            yield Heard(statement.rule, False, f"{statement.rule} was measured, and a statement never overrides that")
        elif result.attested.statement != statement:
            yield Heard(statement.rule, False, f"a later statement is about {statement.rule}")
        else:
            accepted = result.attested.accepted
            why = "it counts as met" if accepted else f"the baseline accepts no statement for {statement.rule}"
            yield Heard(statement.rule, accepted, why)
