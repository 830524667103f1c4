from pathlib import Path

from collected import judge

from criteria.checks import style_exceptions_justified
from criteria.model import EvidenceSet, Outcome, Strength, Verdict

GOOD, BARE = "import a  # noqa: E402  (the path is set first)\n", "import b  # noqa: E402\n"


def _judge(path: Path, text: str) -> Verdict:
    return judge(style_exceptions_justified, path, {"a.py": text})


def test_suppressions_with_reasons_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", GOOD + BARE)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_suppressions_without_reasons_fail_with_their_place(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", "x = 1\n" + BARE * 3 + GOOD)
    assert verdict.outcome is Outcome.FAIL
    assert (verdict.findings[0].path, verdict.findings[0].line) == ("a.py", 2)


def test_without_suppressions_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", "x = 1\n").outcome is Outcome.NOT_APPLICABLE


def test_without_the_scan_nothing_is_said() -> None:
    """The judge's law, said here for this check."""
    from criteria.baseline import load
    from criteria.judge import judge as judge_all

    results = [rule for criterion in judge_all(EvidenceSet({}), load()).criteria for rule in criterion.subcriteria]
    verdict = next(result.verdict for result in results if result.id == "QC.Sty03.1")
    assert verdict.outcome is Outcome.NOT_ASSESSED
