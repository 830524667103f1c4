from pathlib import Path

import pytest
from evidence_of import evidence_of
from repos import snapshot_of

from criteria.checks import contributing
from criteria.model import Outcome, Strength, Verdict

PARAMETERS = {"minimum_words": 40}
PROJECT = "[project]\nname = 'star-map'\nurls = {Source = 'https://github.com/example/star-map'}\n"
GOOD = """# Contributing to Star Map

Thank you for helping. Open an issue at https://github.com/example/star-map/issues before larger changes. Then fork the
repository, make a branch, and send a pull request. Run the tests before, and add one for what you changed. A maintainer
reviews each pull request within a week, and asks for changes where they are needed.
"""


def _judge(path: Path, files: dict[str, str | bytes], **retrieval: object) -> Verdict:
    return contributing.judge(evidence_of(snapshot_of(path, files), **retrieval), PARAMETERS)


@pytest.mark.parametrize(
    "name", ["CONTRIBUTING.md", "contributing.rst", ".github/CONTRIBUTING.md", "docs/CONTRIBUTING"]
)
def test_a_file_that_says_how_to_take_part_passes(tmp_path: Path, name: str) -> None:
    verdict = _judge(tmp_path / "r", {name: GOOD, "pyproject.toml": PROJECT})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.findings == ()


@pytest.mark.threat("A6")
@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("Star Map", "Moonlight").replace("example/star-map", "moon/light"),
        GOOD.replace("# Contributing to Star Map", "# Contributing").replace("example/star-map", "moon/light"),
    ],
)
def test_a_file_copied_from_another_project_fails(tmp_path: Path, text: str) -> None:
    verdict = _judge(tmp_path / "r", {"CONTRIBUTING.md": text, "pyproject.toml": PROJECT})
    assert verdict.outcome is Outcome.FAIL
    assert "named nowhere" in verdict.reason


def test_a_general_text_that_names_no_project_passes_at_less(tmp_path: Path) -> None:
    text = GOOD.replace("# Contributing to Star Map", "# Contributing").replace(
        " at https://github.com/example/star-map/issues", ""
    )
    verdict = _judge(tmp_path / "r", {"CONTRIBUTING.md": text, "pyproject.toml": PROJECT})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Send a pull request.\n",
        "Kind words about the stars and the sky at night. " * 4,
        "Mail [INSERT EMAIL]. " + GOOD,
    ],
)
def test_empty_short_or_unfilled_files_fail(tmp_path: Path, text: str) -> None:
    assert _judge(tmp_path / "r", {"CONTRIBUTING.md": text, "pyproject.toml": PROJECT}).outcome is Outcome.FAIL


def test_a_file_that_only_leads_elsewhere_is_not_assessed(tmp_path: Path) -> None:
    """What stands on the page was not read; a picture leads nowhere."""
    files = {"CONTRIBUTING.md": "See https://stars.example.org/contribute.\n", "pyproject.toml": PROJECT}
    verdict = _judge(tmp_path / "r", files)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "https://stars.example.org/contribute, which was not read" in verdict.reason
    badge = {**files, "CONTRIBUTING.md": "See this. ![a](https://stars.example.org/badge.svg)\n"}
    assert _judge(tmp_path / "s", badge).outcome is Outcome.FAIL


def test_no_file_fails_in_a_repository_and_is_open_in_an_archive(tmp_path: Path) -> None:
    """An archive leaves files of the repository out: that it holds none shows nothing."""
    assert _judge(tmp_path / "a", {"README.md": "x"}).outcome is Outcome.FAIL
    verdict = _judge(tmp_path / "r", {"README.md": "x"}, versioned=False)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "an archive may leave out" in verdict.reason
