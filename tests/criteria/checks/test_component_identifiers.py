from pathlib import Path

from gathered import PYPROJECT, changed, gathered

from criteria.checks import component_identifiers
from criteria.model import Outcome

TWO = {"core/pyproject.toml": '[project]\nname = "core"\n', "gui/pyproject.toml": '[project]\nname = "gui"\n'}


def test_components_with_names_of_their_own_pass_with_their_swhids(tmp_path: Path) -> None:
    verdict = component_identifiers.judge(gathered(tmp_path / "r", TWO), {})
    assert verdict.outcome is Outcome.PASS
    assert "swh:1:dir:" in verdict.reason


def test_one_name_for_two_components_fails(tmp_path: Path) -> None:
    twice = {**TWO, "gui/pyproject.toml": '[project]\nname = "Core"\nversion = "1"\n'}
    verdict = component_identifiers.judge(gathered(tmp_path / "r", twice), {})
    assert verdict.outcome is Outcome.FAIL
    assert {finding.path for finding in verdict.findings} == set(twice)


def test_one_component_has_no_subject_and_too_many_are_not_assessed(tmp_path: Path) -> None:
    assert (
        component_identifiers.judge(gathered(tmp_path / "a", {"pyproject.toml": PYPROJECT}), {}).outcome
        is Outcome.NOT_APPLICABLE
    )
    more = changed(gathered(tmp_path / "b", TWO), "components", truncated=True)
    assert component_identifiers.judge(more, {}).outcome is Outcome.NOT_ASSESSED


def test_examples_tests_and_vendored_packages_are_no_components(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": PYPROJECT,
        **{f"{folder}/x/pyproject.toml": '[project]\nname = "x"\n' for folder in ("tests", "examples", "vendor")},
    }
    assert component_identifiers.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.NOT_APPLICABLE
