from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import version_agreement
from criteria.model import Outcome, Strength


def _cff(version: str) -> str:
    return f"cff-version: 1.2.0\nmessage: m\ntitle: Star Map\nauthors: [{{name: A}}]\nversion: '{version}'\n"


def test_the_version_of_the_manifest_confirms_that_of_the_metadata(tmp_path: Path) -> None:
    both = version_agreement.judge(
        gathered(tmp_path / "a", {"CITATION.cff": _cff("v1.2"), "pyproject.toml": PYPROJECT}), {}
    )
    alone = version_agreement.judge(gathered(tmp_path / "b", {"CITATION.cff": _cff("1.2.0")}), {})
    assert (both.outcome, both.strength) == (Outcome.PASS, Strength.E3)
    assert (alone.outcome, alone.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.threat("A8")
@pytest.mark.parametrize("files", [{"CITATION.cff": _cff("999.0")}, {"CITATION.cff": _cff("1.1.0")}, {}])
def test_another_version_and_none_fail(tmp_path: Path, files: dict[str, str]) -> None:
    evidence = gathered(tmp_path / "r", {"pyproject.toml": PYPROJECT, **files})
    assert version_agreement.judge(evidence, {}).outcome is Outcome.FAIL


def test_an_empty_commit_has_no_version(tmp_path: Path) -> None:
    assert version_agreement.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
