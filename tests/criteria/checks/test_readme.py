from pathlib import Path

import pytest
from evidence_of import evidence_of
from raw_trees import raw_snapshot
from repos import snapshot_of

from criteria.checks import readme
from criteria.model import Outcome, Strength, Verdict

PARAMETERS = {"minimum_words": 50, "minimum_items": 2}
PROJECT = "[project]\nname = 'star-map'\n"
GOOD = """# Star Map

Star Map draws a chart of the sky as one sees it from a given place at a given time. It reads public catalogues
of stars, computes positions with corrections for precession and refraction, and writes figures for print or screen.

## Installation

Install it with your package manager and run the command with the name of a town, or with coordinates.

## Documentation

The manual explains every option, and shows many examples of charts for observers in both hemispheres.
"""


def _judge(path: Path, files: dict[str, str | bytes], **retrieval: object) -> Verdict:
    return readme.judge(evidence_of(snapshot_of(path, files), **retrieval), PARAMETERS)


@pytest.mark.parametrize("name", ["README.md", "README.txt", "README", "readme.rst", "docs/README.md"])
def test_a_readme_about_this_project_passes_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    verdict = _judge(tmp_path / "r", {name: GOOD, "pyproject.toml": PROJECT})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_without_a_name_to_compare_it_passes_at_less(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", {"README.md": GOOD}, location="somewhere")
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.threat("A6", "A7")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "# Star Map\n",
        "# Star Map\n" + "Lorem ipsum dolor sit amet. " * 30,
        "# Star Map\n" + "great tool " * 60,
        "# Star Map\n" + "![tests passing](https://b.example/p.svg)\n" * 60,
        "# Star Map\n" + "    x\n```\n" + "word and more code\n" * 30 + "```\n",
    ],
)
def test_an_empty_or_filled_readme_fails(tmp_path: Path, text: str) -> None:
    verdict = _judge(tmp_path / "r", {"README.md": text, "pyproject.toml": PROJECT})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == "README.md"


@pytest.mark.threat("A6")
def test_a_readme_copied_from_another_project_fails(tmp_path: Path) -> None:
    copied = GOOD.replace("Star Map", "Moonlight")
    verdict = _judge(tmp_path / "r", {"README.md": copied, "pyproject.toml": PROJECT})
    assert verdict.outcome is Outcome.FAIL
    assert "Moonlight" in verdict.reason


def test_one_good_readme_of_several_is_enough(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", {"README.md": "", "docs/README.md": GOOD, "pyproject.toml": PROJECT})
    assert verdict.outcome is Outcome.PASS


def test_no_readme_fails_and_a_link_is_named(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", {"a.py": ""}).outcome is Outcome.FAIL
    snapshot = snapshot_of(tmp_path / "b", {"README.md": "/etc/passwd"}, modes={"README.md": 0o120000})
    assert "link" in readme.judge(evidence_of(snapshot), PARAMETERS).reason


@pytest.mark.threat("A21", "T15")
def test_a_hostile_name_is_shown_escaped(tmp_path: Path) -> None:
    verdict = readme.judge(evidence_of(raw_snapshot(tmp_path / "r", {b"README.\xff\n\x1b[31m": b""})), PARAMETERS)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason.isprintable()
