"""QC.Sty01: style, weighed by lines."""

from analyses import run, share, style
from hypothesis import given
from hypothesis import strategies as st

from criteria.checks import style_followed
from criteria.model import EvidenceSet, Outcome, Strength, Verdict
from criteria.tools.tool import Purpose, ToolRun

PARAMETERS = {"minimum_share": 0.8, "maximum_findings_per_kloc": 5}
PYTHON = share("Python", 10_000, 10_000)


def _run(**more: object) -> ToolRun:
    return run(Purpose.STYLE, **more)  # type: ignore[arg-type]


def _judge(evidence: EvidenceSet) -> Verdict:
    return style_followed.judge(evidence, PARAMETERS)


def test_few_findings_pass_and_are_shown() -> None:
    """V10: density and absolute number stand side by side; a pass needs no zero."""
    verdict = _judge(style(_run(findings=50, suppressed=7), languages=(PYTHON,)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "50 in 10,000 lines (5.0 per 1,000) findings, 7 of them marked to be passed over"
    assert verdict.findings


def test_one_finding_more_fails() -> None:
    """The limit is a limit."""
    verdict = _judge(style(_run(findings=51), languages=(PYTHON,)))
    assert verdict.outcome is Outcome.FAIL
    assert "Python: 51 in 10,000 lines" in verdict.reason


def test_a_fortran_code_does_not_pass_by_its_scripts() -> None:
    """L1: what no tool examined is not clean; the reason names the language."""
    verdict = _judge(style(_run(), languages=(share("Fortran", 90_000), PYTHON)))
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "no analyser here for Fortran" in verdict.reason


def test_a_bad_language_fails_though_another_is_unknown() -> None:
    """What was found fails, whatever was not examined."""
    verdict = _judge(style(_run(findings=51), languages=(share("Fortran", 90_000), PYTHON)))
    assert verdict.outcome is Outcome.FAIL


def test_broken_data_does_not_decide_the_style_of_unexamined_code() -> None:
    """A broken JSON file beside Fortran is no fail of Fortran."""
    runs = (_run(), _run(language="JSON", findings=60))
    assert _judge(style(*runs, languages=(share("Fortran", 9_000),))).outcome is Outcome.NOT_ASSESSED
    assert _judge(style(*runs, languages=(PYTHON,))).outcome is Outcome.FAIL


def test_files_that_failed_leave_it_open() -> None:
    """V7, A14: no findings with failed files is not assessed, and the reason names one with its cause."""
    verdict = _judge(style(_run(failed=5), languages=(share("Python", 10_000, 9_000),)))
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "5 files could not be examined: f0: not valid; f1: not valid; f2: not valid, and 2 more" in verdict.reason


def test_data_that_failed_does_not() -> None:
    """A file of data that is too large to read is no code."""
    verdict = _judge(style(_run(), _run(language="JSON", failed=1), languages=(PYTHON,)))
    assert verdict.outcome is Outcome.PASS


def test_a_tool_without_proof_leaves_it_open() -> None:
    """V7: the reason is that of the self-test."""
    verdict = _judge(style(_run(failed=10, problem="the self-test failed"), languages=(share("Python", 9, 0),)))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_ASSESSED, "the self-test failed")


def test_no_code_is_not_applicable_and_hidden_code_is_not() -> None:
    """Lack of subject has its rule; a repository that calls all its code vendored is not assessed."""
    nothing = style(languages=())
    assert _judge(nothing).outcome is Outcome.NOT_APPLICABLE
    assert _judge(style(languages=(), apart=500)).outcome is Outcome.NOT_ASSESSED


def test_a_short_program_is_not_lost_by_one_finding() -> None:
    """The limit is rounded up."""
    assert _judge(style(_run(findings=1), languages=(share("Python", 40, 40),))).outcome is Outcome.PASS


@given(lines=st.integers(1, 10**6), examined=st.floats(0, 1), findings=st.integers(0, 10**4))
def test_a_pass_means_enough_examined_and_few_found(lines: int, examined: float, findings: int) -> None:
    """The law of the check, for any numbers."""
    read = int(lines * examined)
    verdict = _judge(style(_run(findings=findings), languages=(share("Python", lines, read),)))
    if verdict.outcome is Outcome.PASS:
        assert read >= 0.8 * lines
        assert findings < 5 * read / 1000 + 1
