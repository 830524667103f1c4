"""Single findings of analysers can be waived: the rule is judged again without them, and never passes for it."""

from datetime import date
from typing import Any

import analyses
import attrs
import pytest

from criteria.baseline import load
from criteria.judge import judge
from criteria.model import EvidenceSet, Finding, Outcome, SubcriterionResult
from criteria.terms import Terms
from criteria.tools.tool import Purpose
from criteria.waivers import Reason, Waiver

FOUND = (
    Finding("S602", "a shell runs it", "src/a.py", 3),
    Finding("S602", "a shell runs it", "src/a.py", 9),
    Finding("S324", "a broken digest", "lib/b.py", 1),
)
W = Waiver(
    "W1", "QC.Sec02", Reason.FALSE_POSITIVE, "no user input", "Ada", "Grace", date(2026, 1, 1), date(2026, 12, 31)
)


def evidence(total: int = 3) -> EvidenceSet:
    run = attrs.evolve(analyses.run(Purpose.SECURITY), findings=FOUND, findings_total=total)
    return analyses.security(run, languages=(analyses.share("Python", 1000, 1000),))


def result(*waivers: Waiver, rule: str = "QC.Sec02", found: EvidenceSet | None = None) -> SubcriterionResult:
    made = judge(found or evidence(), load(), terms=Terms(waivers=waivers))
    return next(one for one in made.results() if one.id == rule)


def why(*waivers: Waiver, **more: Any) -> list[str]:
    made = judge(evidence(), load(), terms=Terms(waivers=waivers, **more))
    return [heard.why for heard in made.waivers if not heard.applied]


def of(place: int, **more: Any) -> Waiver:
    return attrs.evolve(W, fingerprint=FOUND[place].fingerprint, **more)


def test_a_waived_finding_does_not_count_and_is_shown() -> None:
    """The verdict is about what is left; what was measured stands beside it."""
    made = result(of(2))
    assert made.verdict.outcome is Outcome.FAIL
    assert made.verdict.reason.startswith("2 findings")
    assert made.waived is not None
    assert made.waived.findings == (FOUND[2],)
    assert made.waived.measured.reason.startswith("3 findings")


def test_a_fingerprint_is_for_as_many_as_it_says() -> None:
    """The same thing once more in the same file is not waived by yesterday's waiver."""
    assert result(of(0)).verdict.reason.startswith("2 findings")
    assert result(of(0, count=2)).verdict.reason.startswith("1 finding ")
    assert result(of(0, count=9)).verdict.reason.startswith("1 finding ")


def test_a_path_is_a_file_or_a_folder() -> None:
    """And a name that only begins alike is another."""
    assert result(attrs.evolve(W, path="src/")).verdict.reason.startswith("1 finding ")
    assert result(attrs.evolve(W, path="src/a.py")).verdict.reason.startswith("1 finding ")
    assert result(attrs.evolve(W, path="src/a")).verdict.reason.startswith("3 findings")
    assert result(of(0, path="lib/")).verdict.reason.startswith("3 findings")


def test_a_rule_that_holds_only_without_the_waived_is_no_pass() -> None:
    """Nothing was proven by leaving findings out."""
    made = result(of(0, count=2), of(2, id="W2"))
    assert made.verdict.outcome is Outcome.NOT_APPLICABLE
    assert made.verdict.reason.startswith("waived: without 3 waived findings: no finding of high severity")
    assert made.waived is not None
    assert made.waived.measured.outcome is Outcome.FAIL
    assert len(made.waived.findings) == 3


@pytest.mark.threat("A29")
def test_findings_that_were_cut_off_cannot_be_waived() -> None:
    """What nobody has seen still counts."""
    made = result(of(0, count=2), of(2, id="W2"), found=evidence(total=5))
    assert made.verdict.outcome is Outcome.FAIL
    assert made.verdict.reason.startswith("2 findings")


def test_a_waiver_of_the_whole_rule_needs_no_finding() -> None:
    """It takes the rule out, with its sentence."""
    made = result(W)
    assert made.verdict.outcome is Outcome.NOT_APPLICABLE
    assert made.verdict.reason == f"waived: {W.sentence()}"


def test_a_waiver_without_effect_says_why() -> None:
    """An unknown rule, one that does not fail, a finding that is not there, a rule that has no single findings."""
    gone = "sha256:" + "0" * 32
    assert why(attrs.evolve(W, rule="QC.X")) == ["eosc-software-4.1 has no rule QC.X"]
    assert why(attrs.evolve(W, rule="QC.Lic01")) == ["QC.Lic01 does not fail, so nothing is waived"]
    assert why(attrs.evolve(W, fingerprint=gone)) == ["no finding of QC.Sec02 is the one it is for"]
    assert why(W, of(0, id="W2")) == ["another waiver is for the whole of QC.Sec02"]


def test_of_other_rules_only_the_whole_can_be_waived() -> None:
    """A verdict that is not made from a number of findings cannot be made again without one of them."""
    from sample_rules import Facts, baseline, checks, rule
    from sample_rules import evidence as facts

    sample = baseline({"A": (rule("a"),)})
    made = judge(facts({"a": Facts(failing=1)}), sample, checks(sample), Terms(waivers=(of(0, rule="a"),)))
    assert made.criteria[0].outcome is Outcome.FAIL
    assert made.waivers[0].why == "of a only the whole rule can be waived, no single finding"


def test_a_fingerprint_survives_shifts_and_tells_places_apart() -> None:
    """Neither its own line nor a number that its message tells moves it; rule, file and text do."""
    one = Finding("F811", "Redefinition of `x` from line 12", "a.py", 30)
    assert one.fingerprint == Finding("F811", "Redefinition of `x` from line 7", "a.py", 31).fingerprint
    share = Finding("QC", "75 of 97 names (77.3 %) are described; 1,204 lines.")
    assert share.fingerprint == Finding("QC", "80 of 98 names (81.6 %) are described; 9 lines.").fingerprint
    tests = [Finding("test-failed", f"test_x[{number}] of t{number}.py in `v{number}`") for number in range(3)]
    assert len({test.fingerprint for test in tests}) == 3
    others = (
        attrs.evolve(one, rule="F812"),
        attrs.evolve(one, path="b.py"),
        attrs.evolve(one, path=None),
        attrs.evolve(one, message="Redefinition of `y` from line 12"),
        attrs.evolve(one, message="Redefinition of `x` from 12 files"),
    )
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 6
    assert Finding("x", "\udcff\ud800", "\udcff").fingerprint
