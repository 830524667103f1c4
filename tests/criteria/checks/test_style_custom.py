from pathlib import Path

import pytest
from collected import judge

from criteria.checks import style_custom
from criteria.model import Outcome, Strength, Verdict


def _judge(path: Path, files: dict[str, str | bytes]) -> Verdict:
    return judge(style_custom, path, files)


def test_settings_near_the_default_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", {"ruff.toml": "line-length = 100\n[lint]\nignore = ['E1']\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_no_setting_departs_from_nothing(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", {"a.py": "x = 1\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.threat("A13")
@pytest.mark.parametrize(
    "files",
    [
        {"ruff.toml": "lint.select = []\n"},
        {"ruff.toml": "exclude = ['*']\n"},
        {".pylintrc": "[MESSAGES CONTROL]\ndisable=all\n"},
        {"ruff.toml": f"lint.ignore = {[f'E{n}' for n in range(30)]}\n"},
        {".clang-format": "IndentWidth: 3\n"},
    ],
)
def test_blanket_suppressions_and_a_style_of_its_own_fail(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert _judge(tmp_path / "r", files).outcome is Outcome.FAIL


def test_settings_that_cannot_be_read_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"ruff.toml": "a = [\n"}).outcome is Outcome.NOT_ASSESSED
