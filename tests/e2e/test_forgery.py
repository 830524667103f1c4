"""Changes that break a project and forge its green (T19), from the commit to the gate: none is a plain pass."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import forging
import pytest
from e2e_tools import Assay, Ran, commit_all

from workers.emulation import host_arch

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine"), pytest.mark.threat("T19")]
OWN = host_arch()


def write(folder: Path, files: Mapping[str, str | None]) -> None:
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def changed(folder: Path, base: Mapping[str, str | None], change: Mapping[str, str | None], *attacks: str) -> Ran:
    """The change against its base, in one cell per attack."""
    project = folder / "project"
    project.mkdir()
    write(project, {**base, ".assay.yml": forging.recipe(*attacks)})
    before = commit_all(project)
    write(project, change)
    commit_all(project)
    return Assay(folder / "state", folder / "out")(
        "run", str(project), "--engine", "docker", "--arch", OWN, "--since", before
    )


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return changed(tmp_path_factory.mktemp("harness"), forging.BASE, forging.HARNESS, *forging.HARNESS_ATTACKS)


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return changed(tmp_path_factory.mktemp("code"), forging.BASE, forging.CODE, *forging.CODE_ATTACKS)


def of(ran: Ran, attack: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The cell of the attack, and what the comparison with its base says."""
    report = ran.report
    cell = next(cell for cell in report["cells"] if cell["id"].endswith(f"/{attack}"))
    return cell, next(tests for tests in report["change"]["tests"] if tests["cell"] == cell["id"])


@pytest.mark.parametrize("attack", forging.HARNESS_ATTACKS)
def test_a_harness_that_lies(harness: Ran, attack: str) -> None:
    """What is green or silent with the changed harness alone is found by running the tests with that of the base."""
    cell, compared = of(harness, attack)
    if attack == "deselect_all":
        assert (cell["status"], compared["worse"]) == ("failed", True), (cell, compared)
        return
    assert cell["status"] == "passed", "the attack came to nothing"
    assert any("tests.test_sums::test_add" in sign for sign in compared["signs"]), compared
    assert set(compared["signs"]) <= set(cell["integrity"])
    assert compared["worse"] or attack == "skip", compared


def test_no_lie_of_a_harness_passes(harness: Ran) -> None:
    """The gate is failed and says how many tests got worse."""
    assert (harness.code, harness.report["change"]["gate"]) == (1, "failed"), harness.stderr
    assert "regression" in harness.report["change"]["sentence"]


SEEN = {
    "late": "the log of the same command",
    "records": "the log of the same command",
    "early": "log",
    "exit": "exited 0 although",
    "deleted": "taken out of files that stay",
}


@pytest.mark.parametrize("attack", forging.CODE_ATTACKS)
def test_results_that_the_tested_code_wrote(code: Ran, attack: str) -> None:
    """A report over pytest's own, in time or late; records of its own; an exit code; a test that is gone."""
    cell, compared = of(code, attack)
    assert cell["status"] == "failed" or cell["integrity"], cell
    assert compared["worse"] or compared["signs"], compared
    assert cell["status"] == ("failed" if attack == "exit" else "passed"), "the attack came to nothing"
    assert SEEN.get(attack, "") in " ".join((*cell["integrity"], *compared["signs"])), (cell, compared)


def test_no_forged_report_passes(code: Ran) -> None:
    """Neither the gate nor the rule on tests is passed."""
    assert code.code != 0
    assert code.report["change"]["gate"] != "passed"
    rules = {rule["id"]: rule["verdict"] for rule in code.criterion("QC.Uni")["subcriteria"]}
    assert rules["QC.Uni01@devel"] != "pass"


def test_an_honest_change_passes(tmp_path: Path) -> None:
    """A new fixture with its tests, an old test file that goes, a new version and a pipeline: the gate is passed."""
    ran = changed(tmp_path, forging.HONEST_BASE, forging.HONEST, "none")
    cell, compared = of(ran, "none")
    assert (ran.code, ran.report["change"]["gate"]) == (0, "passed"), (ran.report["change"]["sentence"], compared)
    assert not cell["integrity"]
    assert not compared["signs"]
    assert compared["names"]["removed"] == ["tests.test_old::test_old"]
    assert "1 test new, in need of the changed harness: tests.test_more::test_more" in " ".join(compared["notes"])


def test_options_of_pytest_are_not_the_recipes(tmp_path: Path, assay: Assay) -> None:
    """A recipe that sets PYTEST_ADDOPTS is refused, with its line."""
    project = tmp_path / "own"
    project.mkdir()
    write(project, {".assay.yml": "test: pytest\nenvironment:\n  PYTEST_ADDOPTS: -p evil\n"})
    commit_all(project)
    ran = assay("run", str(project), "--engine", "docker")
    assert (ran.code, ".assay.yml:3" in ran.stderr) == (2, True), ran.stderr
    assert "PYTEST_ADDOPTS cannot be set" in ran.stderr
