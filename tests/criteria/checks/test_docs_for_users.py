from pathlib import Path

import pytest
from collected import judge

from criteria.checks import docs_for_users
from criteria.model import Outcome, Strength, Verdict

WORDS = "How a user calls the star map is told here in some more words than a title has. " * 4
CODE = {"star.py": "def draw(sky): pass\n"}
COMMAND = {"pyproject.toml": "[project.scripts]\nstarmap = 'star:main'\n"}


def _judge(path: Path, *files: dict[str, str]) -> Verdict:
    return judge(docs_for_users, path, {name: text for some in files for name, text in some.items()})


@pytest.mark.parametrize("page", [{"docs/a.rst": ".. automodule:: star\n"}, {"Doxyfile": "PROJECT_NAME = a\n"}])
def test_a_reference_made_from_the_code_passes(tmp_path: Path, page: dict[str, str]) -> None:
    verdict = _judge(tmp_path / "r", CODE, page)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_pages_by_name_pass_at_less(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", CODE, {"docs/api.md": WORDS}).strength is Strength.E2
    assert _judge(tmp_path / "s", CODE, COMMAND, {"docs/cli.md": WORDS}).strength is Strength.E2


@pytest.mark.threat("A6")
@pytest.mark.parametrize("page", [{}, {"docs/api.md": "# API\n"}, {"docs/story.md": WORDS}])
def test_no_reference_or_a_title_alone_fails(tmp_path: Path, page: dict[str, str]) -> None:
    assert _judge(tmp_path / "r", CODE, page).outcome is Outcome.FAIL


def test_commands_without_a_page_are_told(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", CODE, COMMAND, {"docs/a.rst": ".. automodule:: star\n"})
    assert verdict.outcome is Outcome.PASS
    assert "starmap" in verdict.findings[0].message


def test_without_an_interface_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"data.csv": "1\n"}).outcome is Outcome.NOT_APPLICABLE
