"""One rule judged: by its check, at the stricter of two limits, with what a person stated or waived beside it."""

import logging
from collections.abc import Mapping
from typing import Any

import attrs

from criteria.check import Check, not_assessed
from criteria.model import Attested, EvidenceSet, Outcome, Raised, Strength, SubcriterionResult, Verdict, Waived
from criteria.rules import Rule
from criteria.terms import Terms
from criteria.waivers import Waiver
from criteria.waiving import can_be_judged_again, without_findings

_WORSE = {Outcome.FAIL: 0, Outcome.NOT_ASSESSED: 1}
_log = logging.getLogger(__name__)


@attrs.frozen
class _Measured:
    """What the check said, and the kinds of evidence it read."""

    verdict: Verdict
    read: frozenset[str]


def ruling(rule: Rule, evidence: EvidenceSet, check: Check, terms: Terms) -> SubcriterionResult:
    """The verdict of a rule. Statements are for what could not be measured, waivers for what failed."""
    measured, raised = _at_own_limits(rule, evidence, check, terms)
    result = SubcriterionResult(
        id=rule.id,
        title=rule.title or check.TITLE,
        requirement=rule.requirement,
        blocking=rule.blocking,
        verdict=measured.verdict,
        evidence=tuple(f"{kind}@{evidence[kind].digest}" for kind in sorted(measured.read)),
        fix=check.FIX,
        effort=check.EFFORT,
        check=rule.check,
        weight=rule.weight,
        group=rule.group,
        maturity=rule.maturity,
        raised=raised,
    )
    if measured.verdict.outcome is Outcome.NOT_ASSESSED:
        return _attested(result, rule, terms)
    if measured.verdict.outcome is Outcome.FAIL:
        return _waived(result, rule, evidence, check, terms)
    return result


def _at_own_limits(
    rule: Rule, evidence: EvidenceSet, check: Check, terms: Terms
) -> tuple[_Measured, tuple[Raised, ...]]:
    """The project's own limits count where they make the verdict worse or leave it as it is, and nowhere else (V12)."""
    plain = _measured(rule.parameters, evidence, check)
    own = terms.limits.parameters.get(rule.id)
    if not own:
        return plain, ()
    strict = _measured({**rule.parameters, **own}, evidence, check)
    raised = tuple(Raised(name, rule.parameters[name], value) for name, value in own.items())
    before, after = plain.verdict, strict.verdict
    if after.outcome is before.outcome:
        weaker = min(before.strength or Strength.E0, after.strength or Strength.E0) if before.strength else None
        return _Measured(attrs.evolve(after, strength=weaker), plain.read | strict.read), raised
    if _WORSE.get(after.outcome, 2) < _WORSE.get(before.outcome, 2):
        return _Measured(after, plain.read | strict.read), raised
    return _Measured(before, plain.read | strict.read), raised


def _measured(parameters: Mapping[str, Any], evidence: EvidenceSet, check: Check) -> _Measured:
    absent = [kind for kind in check.NEEDS if kind not in evidence]
    if absent:
        return _Measured(not_assessed("; ".join(evidence.why_missing(kind) for kind in absent)), frozenset())
    seen = evidence.witnessed()
    try:
        verdict = check.judge(seen, parameters)
    except Exception as error:  # an error of ours in one check must not cost the verdicts of the others
        _log.exception("the check of %s failed", check.ID)
        verdict = not_assessed(
            f"the check failed with {type(error).__name__}; this is a fault of Assay, not of the project"
        )
    return _Measured(verdict, frozenset(seen.read))


def _attested(result: SubcriterionResult, rule: Rule, terms: Terms) -> SubcriterionResult:
    """The last word for this rule, where there are several."""
    statements = [statement for statement in terms.statements if statement.rule == rule.id]
    if not statements:
        return result
    latest = max(statements, key=lambda one: (one.issued, one.expires, one.key, one.by, one.text))
    verdict = Verdict(Outcome.ATTESTED, latest.sentence(), Strength.E0, result.verdict.required)
    attested = Attested(latest, rule.accepts_attestation, result.verdict.reason)
    return attrs.evolve(result, verdict=verdict, attested=attested)


def _waived(
    result: SubcriterionResult, rule: Rule, evidence: EvidenceSet, check: Check, terms: Terms
) -> SubcriterionResult:
    waivers = [waiver for waiver in terms.waivers if waiver.rule == rule.id]
    whole = next((waiver for waiver in waivers if waiver.whole_rule), None)
    if whole is not None:
        return _let_go(result, (whole,), whole.sentence())
    if not waivers or not can_be_judged_again(evidence, check.NEEDS):
        return result
    left = without_findings(evidence, check.NEEDS, waivers)
    used = tuple(waiver for waiver in waivers if waiver.id in left.used)
    if not used:
        return result
    again = _at_own_limits(rule, left.evidence, check, terms)[0].verdict
    waived = Waived(used, result.verdict, left.findings)
    if again.outcome in _WORSE:
        return attrs.evolve(result, verdict=again, waived=waived)
    # It holds only because findings were waived: that is no proof, so it is no pass either.
    reason = f"without {len(left.findings):,} waived findings: {again.reason}; {_sentences(used)}"
    return attrs.evolve(_let_go(result, used, reason), waived=waived)


def _let_go(result: SubcriterionResult, waivers: tuple[Waiver, ...], reason: str) -> SubcriterionResult:
    measured = result.verdict
    verdict = Verdict(Outcome.NOT_APPLICABLE, f"waived: {reason}", None, measured.required, measured.found)
    return attrs.evolve(result, verdict=verdict, waived=Waived(waivers, measured))


def _sentences(waivers: tuple[Waiver, ...]) -> str:
    return "; ".join(waiver.sentence() for waiver in waivers)
