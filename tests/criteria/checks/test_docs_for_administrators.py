from pathlib import Path

from collected import judge

from criteria.checks import docs_for_administrators
from criteria.model import Outcome, Strength, Verdict

WORDS = "What an administrator has to know is told here in some more words than a title. " * 4
UNIT = {"etc/star.service": "[Unit]\n"}
TOPICS = ("installation", "configuration", "service_reference_card", "security", "faq")


def _judge(path: Path, topics: tuple[str, ...], files: dict[str, str]) -> Verdict:
    return judge(docs_for_administrators, path, {f"docs/{topic}.md": WORDS for topic in topics} | files)


def test_a_service_with_all_pages_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", TOPICS, UNIT)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_some_pages_pass_at_less_and_name_what_is_missing(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", TOPICS[:3], UNIT)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert len(verdict.findings) == 2


def test_a_service_without_configuration_pages_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", ("installation", "security", "faq"), UNIT).outcome is Outcome.FAIL
    assert _judge(tmp_path / "s", (), UNIT).outcome is Outcome.FAIL


def test_a_library_has_no_administrators(tmp_path: Path) -> None:
    """The verdict names the rule that decided."""
    verdict = _judge(tmp_path / "r", (), {"star.py": "x = 1\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "QC.Doc06.6" in verdict.reason
