"""Baselines and checks for tests of the judge: a check that says what its evidence says."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import attrs

from criteria.check import Check, Parameters
from criteria.model import BaselineRef, Evidence, EvidenceSet, Finding, Level, Outcome, Requirement, Strength, Verdict
from criteria.rules import Baseline, Criterion, Rule

REF = BaselineRef("sample", "1", "sha256:" + "0" * 64)


@attrs.frozen
class Facts:
    """What the sample check reads: failing facts, whether there is anything to judge, and how strong it is."""

    failing: int = 0
    subject: bool = True
    enough: bool = True
    strength: Strength = Strength.E3


def sample_check(kind: str) -> Check:
    """Fails with too many failing facts, does not apply without a subject, knows nothing without enough of it."""

    def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
        facts: Facts = evidence[kind].data
        if not facts.subject:
            return Verdict(Outcome.NOT_APPLICABLE, "there is no subject")
        if facts.failing > parameters.get("maximum_failing", 0):
            findings = tuple(Finding(kind, f"fact {number}", "a.py") for number in range(facts.failing))
            return Verdict(Outcome.FAIL, f"{facts.failing} facts fail", findings=findings)
        if not facts.enough:
            return Verdict(Outcome.NOT_ASSESSED, "not enough was examined")
        return Verdict(Outcome.PASS, "no fact fails", facts.strength)

    constants = {
        "ID": kind, "TITLE": f"Title of {kind}", "WHY": "Why.", "HOW": "How.", "FIX": f"Fix {kind}.",
        "EFFORT": "minutes", "LIFECYCLE": "stable", "NEEDS": (kind,), "judge": staticmethod(judge),
    }  # fmt: skip
    return cast(Check, SimpleNamespace(**constants))


def rule(id_: str, requirement: Requirement = Requirement.MUST, *, blocking: bool = True, **more: Any) -> Rule:
    """A rule that the check of its own id judges."""
    return Rule(**{"parameters": {}, "minimum": {}, **more, "id": id_, "requirement": requirement, "blocking": blocking,
                   "check": id_})  # fmt: skip


def baseline(
    criteria: Mapping[str, tuple[Rule, ...]], levels: Mapping[Level, tuple[str, ...]] | None = None, **more: Any
) -> Baseline:
    """A baseline of these criteria; every level asks for E2."""
    levels = {Level.BRONZE: tuple(criteria)} if levels is None else levels
    rows = tuple(Criterion(id_, f"Criterion {id_}", rules) for id_, rules in criteria.items())
    return Baseline(REF, "Sample", "a test", rows, **{"levels": levels, "strengths": dict.fromkeys(levels, Strength.E2),
                                                       **more})  # fmt: skip


def checks(of: Baseline) -> dict[str, Check]:
    return {one.id: sample_check(one.id) for one in of.rules()}


def evidence(facts: Mapping[str, Facts]) -> EvidenceSet:
    return EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in facts.items()})
