from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import licence_statement
from criteria.model import Outcome, Verdict

PLAIN = {"spdx": False, "copyright": False, "agree": False}
GNU = PYPROJECT.replace('"MIT"', '{text = "GNU General Public License (GPL) v2 or later"}')


def _judge(path: Path, files: dict[str, str], **asked: bool) -> Verdict:
    return licence_statement.judge(gathered(path / "r", files), {**PLAIN, **asked})


def test_a_field_is_enough_unless_more_is_asked(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", {"pyproject.toml": GNU}).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", {"pyproject.toml": GNU}, spdx=True).outcome is Outcome.FAIL
    assert _judge(tmp_path / "c", {"pyproject.toml": PYPROJECT}, spdx=True, copyright=True).outcome is Outcome.PASS


@pytest.mark.parametrize("files", [{"a.py": "x = 1\n"}, {"README.md": "# X\n\n## License\n\nMIT\n"}])
def test_no_field_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert _judge(tmp_path, files).outcome is Outcome.FAIL


@pytest.mark.threat("A4")
def test_two_places_that_contradict_the_text_fail_where_agreement_is_asked(tmp_path: Path) -> None:
    files = {"package.json": '{"name": "x", "license": "GPL-3.0-only"}', "pyproject.toml": PYPROJECT, "LICENSE": _mit()}
    assert _judge(tmp_path / "a", files, spdx=True, agree=True).outcome is Outcome.FAIL
    assert _judge(tmp_path / "b", {"pyproject.toml": PYPROJECT, "LICENSE": _mit()}, agree=True).outcome is Outcome.PASS


def test_a_holder_has_to_be_named_where_asked_and_an_empty_commit_has_no_subject(tmp_path: Path) -> None:
    nobody = {"Cargo.toml": '[package]\nname = "x"\nlicense = "MIT"\n'}
    assert _judge(tmp_path / "a", nobody, copyright=True).outcome is Outcome.FAIL
    assert _judge(tmp_path / "b", {}).outcome is Outcome.NOT_APPLICABLE


def _mit() -> str:
    from licence_texts import text_of

    return text_of("MIT").replace("<year>", "2026").replace("<copyright holders>", "Ada Stern")
