"""QC.Sec02: static security testing."""

from analyses import run, security, share

from criteria.checks import static_security
from criteria.model import EvidenceSet, Outcome, Strength, Verdict
from criteria.tools.tool import Purpose, ToolRun

PARAMETERS = {"minimum_share": 0.8, "maximum_suppressions_per_kloc": 5}
PYTHON = share("Python", 10_000, 10_000)


def _run(**more: object) -> ToolRun:
    return run(Purpose.SECURITY, **more)  # type: ignore[arg-type]


def _judge(evidence: EvidenceSet) -> Verdict:
    return static_security.judge(evidence, PARAMETERS)


def test_a_full_account_without_findings_passes() -> None:
    """Nothing found, everything examined."""
    verdict = _judge(security(_run(), languages=(PYTHON,)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_any_finding_fails() -> None:
    """Of high severity and confidence, one is enough; marked ones are told apart and count."""
    verdict = _judge(security(_run(findings=1, suppressed=1), languages=(PYTHON,)))
    assert verdict.outcome is Outcome.FAIL
    assert "1 of them on lines marked to be passed over" in verdict.reason
    assert len(verdict.findings) == 1


def test_a_finding_fails_whatever_was_not_examined() -> None:
    """Failed files and other languages do not hide what was found."""
    evidence = security(_run(findings=1, failed=3), languages=(share("C", 90_000), PYTHON))
    assert _judge(evidence).outcome is Outcome.FAIL


def test_failed_files_are_never_clean() -> None:
    """V7, F10: no findings with a file that bandit could not parse is not assessed."""
    verdict = _judge(security(_run(failed=1), languages=(share("Python", 10_000, 9_990),)))
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "f0: not valid" in verdict.reason


def test_a_language_without_analyser_is_never_clean() -> None:
    """L1, L2: C is neither passed by a script nor failed for want of a tool."""
    verdict = _judge(security(_run(), languages=(share("C", 90_000), PYTHON)))
    assert verdict.outcome is Outcome.NOT_ASSESSED


def test_many_suppressions_fail() -> None:
    """A13: more than the baseline allows, with the files."""
    verdict = _judge(security(_run(suppressions={"nosec": 51}), languages=(PYTHON,)))
    assert verdict.outcome is Outcome.FAIL
    assert [finding.message for finding in verdict.findings] == ["51 times nosec"]
    assert _judge(security(_run(suppressions={"nosec": 50}), languages=(PYTHON,))).outcome is Outcome.PASS


def test_a_tool_without_proof_leaves_it_open() -> None:
    """V7: silence of a tool that failed its self-test is nothing."""
    verdict = _judge(security(_run(failed=10, problem="the self-test failed"), languages=(share("Python", 9, 0),)))
    assert verdict.outcome is Outcome.NOT_ASSESSED


def test_no_code_is_not_applicable() -> None:
    """A repository of documents has no code to attack; one that calls all its code vendored is not assessed."""
    assert _judge(security(languages=())).outcome is Outcome.NOT_APPLICABLE
    assert _judge(security(languages=(), apart=9)).outcome is Outcome.NOT_ASSESSED
