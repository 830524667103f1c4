from pathlib import Path

from gathered import PYPROJECT, gathered

from criteria.checks import component_relations
from criteria.model import Outcome, Strength

TWO = {"core/Cargo.toml": '[package]\nname = "core"\n', "gui/Cargo.toml": '[package]\nname = "gui"\n'}


def test_a_workspace_table_or_the_metadata_relate_components(tmp_path: Path) -> None:
    table = {**TWO, "Cargo.toml": '[workspace]\nmembers = ["core", "gui"]\n'}
    parts = {**TWO, "codemeta.json": '{"name": "all", "hasPart": [{"name": "core"}]}'}
    assert component_relations.judge(gathered(tmp_path / "a", table), {}).strength is Strength.E3
    assert component_relations.judge(gathered(tmp_path / "b", parts), {}).outcome is Outcome.PASS


def test_components_that_nothing_relates_fail(tmp_path: Path) -> None:
    assert component_relations.judge(gathered(tmp_path / "r", TWO), {}).outcome is Outcome.FAIL


def test_one_component_has_no_relations(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", {"pyproject.toml": PYPROJECT})
    assert component_relations.judge(evidence, {}).outcome is Outcome.NOT_APPLICABLE
