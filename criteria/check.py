"""The shape of a check: one file of constants and one pure function. See CONTRIBUTING, "How to add a criterion"."""

from collections.abc import Mapping
from typing import Any, Protocol

from criteria.model import EvidenceSet, Finding, Outcome, Strength, Verdict

Parameters = Mapping[str, Any]


class Check(Protocol):
    """Judges one rule. `NEEDS` names kinds of evidence; where one is missing the judge itself says `not_assessed`."""

    ID: str
    TITLE: str
    WHY: str
    HOW: str
    FIX: str
    EFFORT: str  # minutes, hours or days
    LIFECYCLE: str  # experimental, stable or deprecated
    NEEDS: tuple[str, ...]

    def judge(self, evidence: EvidenceSet, parameters: Parameters) -> Verdict:
        """The verdict; the same for the same evidence and parameters, always."""


def passed(reason: str, strength: Strength, **more: Any) -> Verdict:
    return Verdict(Outcome.PASS, reason, strength, **more)


def failed(reason: str, findings: tuple[Finding, ...] = (), **more: Any) -> Verdict:
    return Verdict(Outcome.FAIL, reason, findings=findings, **more)


def not_assessed(reason: str, **more: Any) -> Verdict:
    """Lack of means on our side; never mixed with lack of subject."""
    return Verdict(Outcome.NOT_ASSESSED, reason, **more)


def not_applicable(reason: str) -> Verdict:
    """Lack of subject; the reason names the rule that decided it."""
    return Verdict(Outcome.NOT_APPLICABLE, reason)
