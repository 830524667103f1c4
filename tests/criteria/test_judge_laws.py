"""Laws of the judge, for every baseline, evidence and terms, and for every check of the catalogue (V1 to V12)."""

from datetime import date
from typing import Any

import analyses
import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_rules import Facts, baseline, checks, evidence, rule

from criteria import baseline as baselines
from criteria.attestation import Statement
from criteria.catalogue import CHECKS
from criteria.evidence import security, style
from criteria.judge import judge
from criteria.model import Assessment, EvidenceSet, Level, Outcome, Requirement, Strength, digest_of
from criteria.own_limits import OwnLimits, stricter
from criteria.rules import Baseline, Criterion
from criteria.terms import PLAIN, Terms
from criteria.tools.tool import Purpose
from criteria.waivers import Reason, Waiver

KINDS = "abcdef"
FACTS = st.builds(
    # Mostly well, so that levels are reached and can be lost.
    Facts,
    st.sampled_from([0, 0, 0, 0, 1, 3]),
    st.sampled_from([True, True, False]),
    st.sampled_from([True, True, True, False]),
    st.sampled_from([Strength.E2, Strength.E4]),
)
LEVELS = (Level.BRONZE, Level.SILVER, Level.GOLD)


@st.composite
def baselines_(draw: st.DrawFn) -> Baseline:
    """Six rules in up to three criteria, with any weights, keywords, limits and levels."""
    cuts = sorted(draw(st.lists(st.integers(1, 5), max_size=2, unique=True)))
    groups = [KINDS[a:b] for a, b in zip([0, *cuts], [*cuts, 6], strict=True)]
    rows = {
        group: tuple(
            rule(
                kind,
                draw(st.sampled_from(list(Requirement))),
                blocking=draw(st.booleans()),
                weight=draw(st.sampled_from([0.1, 0.5, 1.0, 3.0])),
                accepts_attestation=draw(st.booleans()),
                parameters={"maximum_failing": draw(st.integers(0, 2))},
                minimum=draw(
                    st.dictionaries(st.sampled_from(LEVELS), st.sampled_from([Strength.E1, Strength.E3]), max_size=1)
                ),
            )
            for kind in group
        )
        for group in groups
    }
    have = draw(st.integers(0, len(groups)))
    levels = {level: tuple(groups[: number + 1]) for number, level in enumerate(LEVELS[:have])}
    strengths = {level: draw(st.sampled_from([Strength.E0, Strength.E2, Strength.E3])) for level in levels}
    return baseline(rows, levels, strengths=strengths)


EVIDENCE = st.one_of(st.dictionaries(st.sampled_from(KINDS), FACTS), st.fixed_dictionaries(dict.fromkeys(KINDS, FACTS)))


def waiver(kind: str, number: int = 0) -> Waiver:
    return Waiver(f"w{number}-{kind}", kind, Reason.ACCEPTED_RISK, "it is known", "Ada", "Grace",
                  date(2026, 1, 1), date(2026, 12, 31))  # fmt: skip


def statement(kind: str) -> Statement:
    return Statement(kind, "sample", None, "c" * 40, "it is so", "Ada", "lead", date(2026, 1, 1), date(2026, 12, 31))


WAIVERS = st.lists(st.sampled_from(KINDS), unique=True).map(lambda kinds: tuple(waiver(kind) for kind in kinds))
STATEMENTS = st.lists(st.sampled_from(KINDS), unique=True).map(lambda kinds: tuple(statement(kind) for kind in kinds))
LIMITS = st.builds(
    lambda required, fewer: OwnLimits(
        required=tuple(required), parameters={kind: {"maximum_failing": value} for kind, value in fewer.items()}
    ),
    st.lists(st.sampled_from(KINDS), unique=True),
    st.dictionaries(st.sampled_from(KINDS), st.integers(0, 5)),
)
TERMS = st.builds(Terms, STATEMENTS, WAIVERS, LIMITS)


def judged(of: Baseline, facts: dict[str, Facts], terms: Terms = PLAIN) -> Assessment:
    return judge(evidence(facts), of, checks(of), terms)


def lower(made: Assessment) -> float:
    return made.bounds.lower if made.bounds else 0.0


def no_better(after: Assessment, before: Assessment) -> None:
    assert after.level <= before.level
    assert lower(after) <= lower(before) or before.bounds is None


@given(baselines_(), EVIDENCE, TERMS, st.randoms())
def test_judging_is_a_pure_function(of: Baseline, facts: dict[str, Facts], terms: Terms, random: Any) -> None:
    """The same bytes twice, and in whatever order the evidence came."""
    once = judged(of, facts, terms)
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    assert digest_of(judged(of, dict(shuffled), terms)) == digest_of(once)


@given(baselines_(), EVIDENCE, TERMS)
def test_what_is_proven_is_never_more_than_what_is_possible(
    of: Baseline, facts: dict[str, Facts], terms: Terms
) -> None:
    """Level and bounds: proven, then possible; without an applicable rule neither."""
    made = judged(of, facts, terms)
    assert made.level <= made.level_possible
    assert made.level_unwaived <= made.level
    if made.bounds is None:
        assert made.level is Level.NONE
    else:
        assert 0 <= made.bounds.lower <= made.bounds.upper <= 1
        assert made.bounds.lower <= made.bounds.assessed <= 1


@given(baselines_(), EVIDENCE, TERMS, st.sampled_from(KINDS), st.integers(1, 4))
def test_one_more_failing_fact_never_raises_anything(
    of: Baseline, facts: dict[str, Facts], terms: Terms, kind: str, more: int
) -> None:
    """Of a subject that is there and was measured; neither the level nor the lower bound rises.

    A failure that was waived beforehand is left out: it takes its rule out of the denominator, and says so.
    """
    terms = attrs.evolve(terms, waivers=())
    if kind in facts and facts[kind].subject:
        worse = {**facts, kind: attrs.evolve(facts[kind], failing=facts[kind].failing + more)}
        no_better(judged(of, worse, terms), judged(of, facts, terms))


@given(baselines_(), EVIDENCE, TERMS, st.sampled_from(KINDS))
def test_less_evidence_never_raises_anything(of: Baseline, facts: dict[str, Facts], terms: Terms, kind: str) -> None:
    """What was not measured proves nothing. Only an accepted statement of a person can stand in, and it is shown."""
    terms = attrs.evolve(terms, statements=())
    fewer = {name: value for name, value in facts.items() if name != kind}
    no_better(judged(of, fewer, terms), judged(of, facts, terms))


@given(baselines_(), EVIDENCE, TERMS, WAIVERS)
def test_a_waiver_never_makes_a_pass(
    of: Baseline, facts: dict[str, Facts], terms: Terms, more: tuple[Waiver, ...]
) -> None:
    """A waived rule is not applicable, with the waiver and what was measured; no rule counts as met because of it."""
    before = judged(of, facts, attrs.evolve(terms, waivers=()))
    after = judged(of, facts, attrs.evolve(terms, waivers=more))
    for old, new in zip(before.results(), after.results(), strict=True):
        if new.verdict != old.verdict:
            assert (old.counts_as, new.counts_as) == (Outcome.FAIL, Outcome.NOT_APPLICABLE)
            assert new.waived is not None
            assert new.waived.measured == old.verdict
            assert new.verdict.reason.startswith("waived: ")
    assert after.level_unwaived == before.level


@given(baselines_(), EVIDENCE, STATEMENTS)
def test_a_statement_never_overrides_what_was_measured(
    of: Baseline, facts: dict[str, Facts], statements: tuple[Statement, ...]
) -> None:
    """Only what was not assessed becomes attested; it counts where the baseline accepts it and nowhere else."""
    accepts = {one.id: one.accepts_attestation for one in of.rules()}
    before, after = judged(of, facts), judged(of, facts, Terms(statements))
    for old, new in zip(before.results(), after.results(), strict=True):
        if new.verdict != old.verdict:
            assert old.verdict.outcome is Outcome.NOT_ASSESSED
            assert (new.verdict.outcome, new.verdict.strength) == (Outcome.ATTESTED, Strength.E0)
            assert new.counts_as is (Outcome.PASS if accepts[new.id] else Outcome.NOT_ASSESSED)


@pytest.mark.threat("T23", "A19")
@given(baselines_(), EVIDENCE, TERMS, LIMITS)
def test_a_project_can_only_raise_the_bar(
    of: Baseline, facts: dict[str, Facts], terms: Terms, limits: OwnLimits
) -> None:
    """Whatever stands under its own limits, also what is laxer: no verdict, level or bound gets better by it."""
    before = judged(of, facts, attrs.evolve(terms, limits=OwnLimits()))
    after = judged(of, facts, attrs.evolve(terms, limits=limits))
    assert after.level_unwaived <= before.level_unwaived
    for old, new in zip(before.results(), after.results(), strict=True):
        assert new.blocking >= old.blocking
        if new.counts_as is Outcome.PASS and new.verdict.outcome is not Outcome.ATTESTED:
            assert old.counts_as is Outcome.PASS
    bare = attrs.evolve(terms, waivers=(), statements=())
    no_better(
        judged(of, facts, attrs.evolve(bare, limits=limits)), judged(of, facts, attrs.evolve(bare, limits=OwnLimits()))
    )


@given(baselines_(), EVIDENCE, LIMITS, LIMITS)
def test_the_stricter_of_two_is_as_strict_as_each(
    of: Baseline, facts: dict[str, Facts], one: OwnLimits, other: OwnLimits
) -> None:
    """A change that takes its project's own limits away is held to them all the same."""
    both = judged(of, facts, Terms(limits=stricter(one, other)))
    for limits in (one, other):
        no_better(both, judged(of, facts, Terms(limits=limits)))


RULES = {rule.check: rule for name in baselines.names() for rule in baselines.load(name).rules()}


@pytest.mark.parametrize("id_", sorted(RULES))
def test_without_one_kind_of_its_evidence_a_check_says_nothing(id_: str) -> None:
    """Each kind that it needs is needed: without it the verdict is `not_assessed`, for the reason that was kept."""
    of = Baseline(baselines.load().ref, "", "", (Criterion("X", "X", (RULES[id_],)),), {}, {})
    for gone in CHECKS[id_].NEEDS:
        rest = EvidenceSet({kind: _Anything(kind) for kind in CHECKS[id_].NEEDS if kind != gone}, {gone: "it is out"})  # type: ignore[misc]
        verdict = judge(rest, of).criteria[0].subcriteria[0].verdict
        assert (verdict.outcome, verdict.reason) == (Outcome.NOT_ASSESSED, "it is out")


class _Anything:
    """Evidence that nobody may look at."""

    digest = "sha256:" + "0" * 64

    def __init__(self, kind: str) -> None:
        self.kind = kind

    @property
    def data(self) -> None:
        raise AssertionError("a check was asked although a kind of its evidence is missing")


ANALYSED = [(id_, check.NEEDS[0]) for id_, check in CHECKS.items() if check.NEEDS in ((style.KIND,), (security.KIND,))]


@pytest.mark.threat("A14")
@pytest.mark.parametrize(("id_", "kind"), ANALYSED)
@settings(max_examples=60)
@given(
    lines=st.integers(1, 5000),
    left=st.integers(0, 5000),
    findings=st.integers(0, 40),
    hidden=st.integers(0, 40),
    markers=st.integers(0, 40),
)
def test_a_file_that_could_not_be_examined_is_never_to_the_projects_good(
    id_: str, kind: str, lines: int, left: int, findings: int, hidden: int, markers: int
) -> None:
    """A scanned file made unreadable, with its lines and findings: no outcome gets better, and none becomes a pass."""
    if id_ not in RULES:
        return
    purpose = Purpose(kind)
    made = analyses.style if kind == style.KIND else analyses.security
    left, hidden = min(left, lines), min(hidden, findings)

    def outcome(count: int, examined: int, failed: int) -> Outcome:
        run = analyses.run(purpose, findings=count, failed=failed, suppressions={"noqa": markers, "nosec": markers})
        found = made(run, languages=(analyses.share("Python", lines, examined),))
        return CHECKS[id_].judge(found, RULES[id_].parameters).outcome

    before, after = outcome(findings, lines, 0), outcome(findings - hidden, lines - left, 1)
    if after is Outcome.PASS:  # only where the check does not look at runs at all
        assert before is outcome(40, 0, 10) is Outcome.PASS
