"""One verdict out of several (V1), for a rule that asks for what other checks judge already."""

from collections.abc import Iterable, Mapping

from criteria.check import Check, Parameters, failed, not_applicable, not_assessed, passed
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def asked(check: Check, evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """What a check says, or that its evidence is missing: as the judge asks it."""
    absent = [kind for kind in check.NEEDS if kind not in evidence]
    if absent:
        return not_assessed("; ".join(evidence.why_missing(kind) for kind in absent))
    return check.judge(evidence, parameters)


def all_of(parts: Mapping[str, Verdict]) -> Verdict:
    """Any fail, then any unknown, then nothing applicable, then pass at the least strength of the parts."""
    for outcome, say in ((Outcome.FAIL, failed), (Outcome.NOT_ASSESSED, not_assessed)):
        hit = {name: verdict for name, verdict in parts.items() if verdict.outcome is outcome}
        if hit:
            findings = tuple(finding for verdict in hit.values() for finding in verdict.findings)
            return say(_sentence(hit), findings=findings, required=_required(parts.values()), found=_found(parts))
    good = {name: verdict for name, verdict in parts.items() if verdict.outcome is Outcome.PASS}
    if not good:
        return not_applicable(_sentence(parts))
    strength = min((verdict.strength for verdict in good.values() if verdict.strength is not None), default=Strength.E0)
    return passed(_sentence(good), strength, required=_required(parts.values()), found=_found(parts))


def _sentence(parts: Mapping[str, Verdict]) -> str:
    return "; ".join(f"{name}: {verdict.reason}" for name, verdict in parts.items())


def _required(verdicts: Iterable[Verdict]) -> str | None:
    said = [verdict.required for verdict in verdicts if verdict.required]
    return "; ".join(said) or None


def _found(parts: Mapping[str, Verdict]) -> str:
    return ", ".join(f"{name}: {verdict.outcome.value.replace('_', ' ')}" for name, verdict in parts.items())
