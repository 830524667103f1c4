"""How rules become criteria, criteria a level, and rules a share (V1 to V3)."""

from collections.abc import Mapping
from datetime import date

import pytest
from sample_rules import Facts, baseline, checks, evidence, rule

from criteria.check import Check
from criteria.judge import judge
from criteria.model import Assessment, Bounds, EvidenceSet, Level, Outcome, Requirement, Strength
from criteria.own_limits import OwnLimits
from criteria.rules import Baseline
from criteria.terms import Terms
from criteria.waivers import Reason, Waiver

PASS, FAIL = Facts(), Facts(failing=1)
ABSENT, UNKNOWN = Facts(subject=False), Facts(enough=False)
SHOULD = Requirement.SHOULD


def judged(of: Baseline, facts: Mapping[str, Facts]) -> Assessment:
    return judge(evidence(facts), of, checks(of))


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ((PASS, PASS), Outcome.PASS),
        ((PASS, FAIL), Outcome.FAIL),
        ((UNKNOWN, FAIL), Outcome.FAIL),
        ((PASS, UNKNOWN), Outcome.NOT_ASSESSED),
        ((ABSENT, UNKNOWN), Outcome.NOT_ASSESSED),
        ((ABSENT, PASS), Outcome.PASS),
        ((ABSENT, ABSENT), Outcome.NOT_APPLICABLE),
    ],
)
def test_the_worst_known_thing_decides_a_criterion(facts: tuple[Facts, Facts], outcome: Outcome) -> None:
    """Any fail, then any unknown, then all not applicable, then pass; a rule that does not decide changes nothing."""
    of = baseline({"A": (rule("a"), rule("b"), rule("c", SHOULD, blocking=False))})
    for other in (PASS, FAIL, UNKNOWN, ABSENT):
        made = judged(of, {"a": facts[0], "b": facts[1], "c": other})
        assert made.criteria[0].outcome is outcome


def test_a_criterion_of_options_decides_nothing() -> None:
    """Neither a pass nor a failure of it is claimed."""
    of = baseline({"A": (rule("a", Requirement.MAY, blocking=False),)}, {})
    assert judged(of, {"a": PASS}).criteria[0].outcome is Outcome.NOT_APPLICABLE


def test_a_level_needs_every_criterion_and_the_levels_below() -> None:
    """Nothing compensates: gold without bronze is no level."""
    of = baseline({"A": (rule("a"),), "B": (rule("b"),)}, {Level.BRONZE: ("A",), Level.GOLD: ("A", "B")})
    assert judged(of, {"a": PASS, "b": PASS}).level is Level.GOLD
    assert judged(of, {"a": PASS, "b": FAIL}).level is Level.BRONZE
    assert judged(of, {"a": FAIL, "b": PASS}).level is Level.NONE
    made = judged(of, {"a": PASS, "b": UNKNOWN})
    assert (made.level, made.level_possible) == (Level.BRONZE, Level.GOLD)


def test_a_level_needs_its_strength() -> None:
    """A pass that is too weak proves the levels below; a rule may ask for more, at its level and above."""
    levels = {Level.BRONZE: ("A",), Level.SILVER: ("A",), Level.GOLD: ("A",)}
    strengths = {Level.BRONZE: Strength.E1, Level.SILVER: Strength.E3, Level.GOLD: Strength.E3}
    of = baseline({"A": (rule("a"),)}, levels, strengths=strengths)
    assert judged(of, {"a": Facts(strength=Strength.E2)}).level is Level.BRONZE
    assert judged(of, {"a": Facts(strength=Strength.E3)}).level is Level.GOLD
    strict = baseline({"A": (rule("a", minimum={Level.SILVER: Strength.E4}),)}, levels, strengths=strengths)
    assert judged(strict, {"a": Facts(strength=Strength.E3)}).level is Level.BRONZE
    assert judged(strict, {"a": Facts(strength=Strength.E4)}).level is Level.GOLD


def test_a_level_is_never_reached_by_default() -> None:
    """Where nothing applies, nothing is proven."""
    of = baseline({"A": (rule("a"),), "B": (rule("b"),)}, {Level.BRONZE: ("A",)})
    made = judged(of, {"a": ABSENT, "b": PASS})
    assert (made.level, made.level_possible) == (Level.NONE, Level.NONE)
    assert judged(of, {"a": ABSENT, "b": ABSENT}).bounds is None


def test_a_baseline_without_levels_has_bounds() -> None:
    """No level is claimed, none is possible, and the shares are told."""
    made = judged(baseline({"A": (rule("a"),)}, {}), {"a": PASS})
    assert (made.level, made.level_possible, made.levels) == (Level.NONE, Level.NONE, ())
    assert made.bounds == Bounds(1.0, 1.0, 1.0)


def test_bounds_are_weighted_and_rounded_outwards() -> None:
    """What does not apply is in no denominator; a missing ten-thousandth never becomes a whole."""
    of = baseline({"A": (rule("a", weight=2.0), rule("b"), rule("c"), rule("d", weight=5.0))})
    made = judged(of, {"a": PASS, "b": FAIL, "c": UNKNOWN, "d": ABSENT})
    assert made.bounds == Bounds(0.5, 0.75, 0.75)
    of = baseline({"A": (rule("a", weight=1000.0), rule("b", weight=0.001))})
    assert judged(of, {"a": PASS, "b": FAIL}).bounds == Bounds(0.9999, 1.0, 1.0)


def test_missing_evidence_keeps_its_reason() -> None:
    """The reason of whoever could not collect it is the reason of the verdict."""
    of = baseline({"A": (rule("a"),)})
    verdict = judge(EvidenceSet({}, {"a": "the host was away"}), of, checks(of)).criteria[0].subcriteria[0].verdict
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_ASSESSED, "the host was away")


def test_a_check_that_crashes_costs_its_own_verdict_alone() -> None:
    """Our fault is not assessed, never a failure of the project, and the others stand."""
    of = baseline({"A": (rule("a"),), "B": (rule("b"),)})
    table: dict[str, Check] = checks(of)
    made = judge(evidence({"a": "no facts", "b": PASS}), of, table)  # type: ignore[dict-item]
    assert [one.outcome for one in made.criteria] == [Outcome.NOT_ASSESSED, Outcome.PASS]
    assert "AttributeError; this is a fault of Assay" in made.criteria[0].reason


def test_what_a_project_requires_of_itself_can_only_cost_a_level() -> None:
    """Also where its own rule is the only one that applies: nothing is reached by asking for it."""
    of = baseline({"A": (rule("a"), rule("b", SHOULD, blocking=False))})
    own = Terms(limits=OwnLimits(required=("b",)))
    for facts, with_own, without in (((ABSENT, PASS), 0, 0), ((PASS, FAIL), 0, 1), ((PASS, PASS), 1, 1)):
        found = evidence({"a": facts[0], "b": facts[1]})
        made = judge(found, of, checks(of), own)
        assert (made.level, judge(found, of, checks(of)).level) == (Level(with_own), Level(without))
        assert made.criteria[0].subcriteria[1].required_by_project


def test_a_level_that_rests_on_waivers_says_so() -> None:
    """What would be proven without them stands beside it."""
    of = baseline({"A": (rule("a"), rule("b"))})
    waiver = Waiver("W1", "b", Reason.TRACKED, "x", "Ada", "Grace", date(2026, 1, 1), date(2026, 12, 31))
    made = judge(evidence({"a": PASS, "b": FAIL}), of, checks(of), Terms(waivers=(waiver,)))
    assert (made.level, made.level_unwaived) == (Level.BRONZE, Level.NONE)
    assert made.bounds == Bounds(1.0, 1.0, 1.0)
    plain = judge(evidence({"a": PASS, "b": PASS}), of, checks(of), Terms(waivers=(waiver,)))
    assert (plain.level, plain.level_unwaived, plain.waivers[0].applied) == (Level.BRONZE, Level.BRONZE, False)
