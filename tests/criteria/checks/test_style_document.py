from pathlib import Path

from collected import judge

from criteria.checks import style_document
from criteria.model import Outcome, Strength, Verdict

CUSTOM = {".clang-format": "IndentWidth: 3\n"}
GUIDE = "# Style\n\n" + "".join(
    f"- Rule {n} says how a thing is written here, and why it is so and not as usual\n" for n in range(9)
)


def _judge(path: Path, files: dict[str, str]) -> Verdict:
    return judge(style_document, path, files)


def test_a_guide_with_rules_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", CUSTOM | {"STYLE_GUIDE.md": GUIDE})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_a_custom_style_without_a_text_about_its_rules_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", CUSTOM).outcome is Outcome.FAIL
    assert _judge(tmp_path / "s", CUSTOM | {"STYLE_GUIDE.md": "# Style\n\nWe have one.\n"}).outcome is Outcome.FAIL


def test_without_a_custom_style_there_is_no_subject(tmp_path: Path) -> None:
    """The verdict names the rule that decided."""
    verdict = _judge(tmp_path / "r", {"ruff.toml": "line-length = 100\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "QC.Sty02" in verdict.reason


def test_settings_that_cannot_be_read_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"ruff.toml": "a = [\n"}).outcome is Outcome.NOT_ASSESSED
