"""QC.Sty03: comments that silence a checker, by size."""

from analyses import run, share, style

from criteria.checks import style_exceptions
from criteria.model import EvidenceSet, Outcome, Strength, Verdict
from criteria.tools.tool import Purpose

PARAMETERS = {"maximum_suppressions_per_kloc": 5}
PYTHON = share("Python", 1000, 1000)


def _judge(evidence: EvidenceSet) -> Verdict:
    return style_exceptions.judge(evidence, PARAMETERS)


def _style(**suppressions: int) -> EvidenceSet:
    markers = {name.replace("_", " "): count for name, count in suppressions.items()}
    return style(run(Purpose.STYLE, suppressions=markers), languages=(PYTHON,))


def test_few_pass_and_each_kind_is_shown() -> None:
    """V8: suppressions are data."""
    verdict = _judge(_style(noqa=3, noqa_for_a_file=2))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "5 in 1,000 lines (5.0 per 1,000) suppressions: noqa 3, noqa for a file 2"


def test_many_fail_with_the_files_that_have_most() -> None:
    """A13: all kinds count together."""
    verdict = _judge(_style(noqa=3, noqa_for_a_file=3))
    assert verdict.outcome is Outcome.FAIL
    assert [(finding.path, finding.message) for finding in verdict.findings] == [
        ("a.py", "6 comments silence a style checker")
    ]


def test_coverage_comments_are_shown_and_do_not_count() -> None:
    """`pragma: no cover` belongs to the coverage."""
    evidence = style(run(Purpose.STYLE, suppressions={"pragma: no cover": 90}), languages=(PYTHON,))
    verdict = _judge(evidence)
    assert verdict.outcome is Outcome.PASS
    assert "pragma: no cover 90" in (verdict.found or "")


def test_a_language_whose_comments_nobody_counted_leaves_it_open() -> None:
    """None found in Python says nothing about C."""
    evidence = style(run(Purpose.STYLE), languages=(share("C", 90_000), PYTHON))
    assert _judge(evidence).outcome is Outcome.NOT_ASSESSED


def test_no_code_is_not_applicable() -> None:
    """Without code there is nothing to except."""
    assert _judge(style(languages=())).outcome is Outcome.NOT_APPLICABLE
