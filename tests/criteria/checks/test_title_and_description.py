from pathlib import Path

import pytest
from gathered import PYPROJECT, README, gathered

from criteria.checks import title_and_description
from criteria.model import Outcome, Strength

LIMITS = {"minimum_words": 20}


def test_a_readme_with_title_and_paragraph_passes(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", {"README.rst.txt": "x", "README.md": README, "pyproject.toml": PYPROJECT})
    verdict = title_and_description.judge(evidence, LIMITS)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert "Star Map" in verdict.reason


@pytest.mark.threat("A6")
@pytest.mark.parametrize(
    "readme",
    [
        "",
        "# Star Map\n",
        "lorem ipsum dolor sit amet\n" * 20,
        "# Other Thing\n\n" + README.replace("Star Map", "Moon").replace("star-map", "moon"),
    ],
)
def test_empty_short_filler_and_copied_readmes_fail(tmp_path: Path, readme: str) -> None:
    evidence = gathered(tmp_path / "r", {"README.md": readme, "pyproject.toml": PYPROJECT})
    assert title_and_description.judge(evidence, LIMITS).outcome is Outcome.FAIL


def test_no_readme_fails_and_an_empty_commit_has_no_subject(tmp_path: Path) -> None:
    assert title_and_description.judge(gathered(tmp_path / "a", {"a.py": "x = 1\n"}), LIMITS).outcome is Outcome.FAIL
    assert title_and_description.judge(gathered(tmp_path / "b", {}), LIMITS).outcome is Outcome.NOT_APPLICABLE
