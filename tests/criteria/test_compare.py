"""A change is judged by what it made worse: old debt fails nobody, and what was not compared is not called equal."""

from typing import Any

import analyses
import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_rules import Facts, baseline, checks, evidence, rule

from criteria.baseline import load
from criteria.compare import Change, Gate, Judged, Turn, compare
from criteria.judge import judge
from criteria.model import EvidenceSet, Finding, Outcome, Requirement
from criteria.terms import Terms
from criteria.tools.tool import Purpose

PASS, FAIL = Facts(), Facts(failing=1)
UNKNOWN, ABSENT = Facts(enough=False), Facts(subject=False)


def sample(before: Facts, after: Facts, **more: Any) -> Change:
    of = baseline({"A": (rule("a", **more),)})
    sides = [
        Judged("b" * 40, "main", found, judge(found, of, checks(of)))
        for found in (evidence({"a": before}), evidence({"a": after}))
    ]
    return compare(*sides, checks=checks(of))


@pytest.mark.parametrize(
    ("before", "after", "gate", "turn"),
    [
        (PASS, FAIL, Gate.FAILED, Turn.WORSE),
        (ABSENT, FAIL, Gate.FAILED, Turn.WORSE),
        (UNKNOWN, FAIL, Gate.FAILED, Turn.WORSE),
        (PASS, UNKNOWN, Gate.UNKNOWN, Turn.UNKNOWN),
        (ABSENT, UNKNOWN, Gate.UNKNOWN, Turn.UNKNOWN),
        (FAIL, UNKNOWN, Gate.PASSED, Turn.OTHER),
        (FAIL, PASS, Gate.PASSED, Turn.BETTER),
        (UNKNOWN, PASS, Gate.PASSED, Turn.BETTER),
        (PASS, ABSENT, Gate.PASSED, Turn.OTHER),
    ],
)
def test_a_verdict_that_turns(before: Facts, after: Facts, gate: Gate, turn: Turn) -> None:
    """Worse fails, no longer known is unknown, better passes; a rule that does not decide is told and fails nobody."""
    made = sample(before, after)
    assert (made.gate, [one.turn for one in made.verdicts]) == (gate, [turn])
    advice = sample(before, after, requirement=Requirement.SHOULD, blocking=False)
    assert (advice.gate, [one.turn for one in advice.verdicts]) == (Gate.PASSED, [turn])


@given(st.sampled_from([PASS, FAIL, UNKNOWN, ABSENT, Facts(failing=3)]))
def test_no_change_is_no_change(facts: Facts) -> None:
    """The same on both sides: nothing new, nothing healed, and debt of old fails nobody."""
    made = sample(facts, facts)
    assert (made.gate, made.verdicts, made.findings) == (Gate.PASSED, (), ())


@given(st.integers(1, 6), st.integers(1, 6))
def test_findings_are_counted_both_ways(before: int, after: int) -> None:
    """New is what head has more, healed what base had more; one new finding of a rule that decides fails."""
    made = sample(Facts(failing=before), Facts(failing=after))
    new, healed = max(0, after - before), max(0, before - after)
    assert [(len(one.new), len(one.healed)) for one in made.findings] == ([(new, healed)] if new or healed else [])
    assert made.gate is (Gate.FAILED if new else Gate.PASSED)


def side(*findings: Finding, total: int | None = None, terms: Terms | None = None, **more: Any) -> Judged:
    run = attrs.evolve(
        analyses.run(Purpose.STYLE), findings=findings, findings_total=len(findings) if total is None else total, **more
    )
    found: EvidenceSet = analyses.style(run, languages=(analyses.share("Python", 10_000, 10_000),))
    return Judged("c" * 40, None, found, judge(found, load(), terms=terms or Terms()))


def one(place: int, path: str = "a.py") -> Finding:
    return Finding("F401", "`os` imported but unused", path, place)


def style_of(made: Change) -> Any:
    found = [change for change in made.findings if change.rule == "QC.Sty01"]
    return found[0] if found else None


def test_a_finding_that_only_moved_is_not_new() -> None:
    """Neither down the file nor with its file."""
    assert style_of(compare(side(one(3)), side(one(90)))) is None
    moved = compare(side(one(3)), side(one(3, "b.py")), {"a.py": "b.py"})
    assert style_of(moved) is None
    assert moved.gate is Gate.PASSED
    assert len(style_of(compare(side(one(3)), side(one(3, "b.py")))).new) == 1


def test_the_same_thing_once_more_is_new() -> None:
    """Findings are a multiset: a second one with the fingerprint of the first is one more."""
    made = compare(side(one(3)), side(one(3), one(9)))
    assert style_of(made).new == (one(9),)
    assert made.gate is Gate.FAILED
    assert made.sentence == "The change made this worse: QC.Sty01: 1 more finding."


def test_a_new_finding_fails_also_where_the_rule_still_holds() -> None:
    """The limit is for the debt, the change is asked to bring none."""
    made = compare(side(), side(one(1)))
    assert made.verdicts == ()
    assert made.gate is Gate.FAILED
    assert compare(side(one(1)), side()).gate is Gate.PASSED


@pytest.mark.threat("A29")
def test_lists_that_were_cut_are_not_compared() -> None:
    """The numbers still are: more than before is worse, and as many as before is not called equal."""
    many = tuple(one(line) for line in range(1, 11))
    grown = compare(side(*many, total=30), side(*many, total=37))
    assert (style_of(grown).more, style_of(grown).new) == (7, ())
    assert style_of(grown).why_not == "now: truncated, 10 of 37 findings were kept"
    assert (grown.gate, grown.sentence) == (Gate.FAILED, "The change made this worse: QC.Sty01: 7 more findings.")
    even = compare(side(*many, total=30), side(*many, total=30))
    assert even.gate is Gate.PASSED
    assert "not compared finding by finding: QC.Sty01" in even.sentence


def test_what_was_not_assessed_is_not_healed() -> None:
    """Findings that nobody looked for are not gone."""
    made = compare(side(one(1)), side(problem="the tool failed"))
    assert style_of(made).healed == ()
    assert style_of(made).why_not.startswith("now: not assessed")
    assert made.gate is Gate.UNKNOWN


def test_a_list_as_long_as_its_cap_may_have_been_cut() -> None:
    """A check that shows so many and no more cannot tell what was new beyond."""
    of = baseline({"A": (rule("a"),)})
    table = checks(of)
    table["a"].SHOWN = 2  # type: ignore[attr-defined]
    sides = [Judged("b" * 40, None, found, judge(found, of, table)) for found in
             (evidence({"a": Facts(failing=1)}), evidence({"a": Facts(failing=2)}))]  # fmt: skip
    (change,) = compare(*sides, checks=table).findings
    assert change.why_not == "now: only the first 2 findings were kept"


def test_outcomes_are_those_of_the_judge() -> None:
    """A rule that only one side knows is told and decides nothing."""
    of, more = baseline({"A": (rule("a"),)}), baseline({"A": (rule("a"), rule("b"))})
    facts = evidence({"a": PASS, "b": FAIL})
    made = compare(
        Judged("b" * 40, None, facts, judge(facts, of, checks(of))),
        Judged("c" * 40, None, facts, judge(facts, more, checks(more))),
        checks=checks(more),
    )
    assert [(change.rule, change.base, change.head) for change in made.verdicts] == [("b", None, Outcome.FAIL)]
    assert made.gate is Gate.PASSED
