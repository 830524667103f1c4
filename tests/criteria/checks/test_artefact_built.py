"""QC.Del01: the build of the cells."""

import pytest
from cells import cell

from criteria.checks import artefact_built
from criteria.evidence.cells import CellResult, Cells, Command
from criteria.evidence.census import CensusFile, of
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict

CODE = CensusFile("a.py", "Python", "code", None, 10, 100, "0" * 40, True)


def _judge(*cells: CellResult, files: tuple[CensusFile, ...] = (CODE,)) -> Verdict:
    items = {"cells": Cells(cells), "census": of(files)}
    return artefact_built.judge(EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in items.items()}), {})


def _built(command: str, exit_: int | None = 0, **more: object) -> CellResult:
    return cell(commands=(Command("build", command, exit_, 1.0),), **more)


@pytest.mark.parametrize(
    "command",
    ["python -m pip install -e . pytest", "pip install .[test]", "python3 -m build", "make -j4", "./configure && make",
     "cmake -B b && cmake --build b", "fpm build", "cargo build --release", "R CMD INSTALL .",
     'julia --project -e "using Pkg; Pkg.instantiate()"', "/opt/venv/bin/pip install --no-deps ."],
)  # fmt: skip
def test_a_build_that_ended_well_passes(command: str) -> None:
    """At the strength of the sandbox, whatever the tests did."""
    verdict = _judge(_built(command, status="failed", phase="test"))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)
    assert _judge(_built(command, isolation="none: as the user")).strength is Strength.E3


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "command", ["true", "echo make", "pip install numpy", "make || true", "echo pip install .", "ls"]
)
def test_a_command_that_makes_nothing_leaves_it_open(command: str) -> None:
    """Or whose failure would not be seen."""
    assert _judge(_built(command)).outcome is Outcome.NOT_ASSESSED


def test_one_build_that_failed_fails() -> None:
    """The worst cell decides."""
    bad = _built("make", 2, id="b", status="failed", phase="build", fault="project", reason="build failed: exit 2")
    verdict = _judge(_built("make"), bad)
    assert verdict.outcome is Outcome.FAIL
    assert [finding.message for finding in verdict.findings] == ["b: build failed: exit 2."]


def test_what_could_not_run_is_not_assessed() -> None:
    """Our fault, no cell, no command."""
    ours = _built("make", None, status="not_assessed", fault="infrastructure", phase="build", reason="no image")
    assert _judge(_built("make"), ours).outcome is Outcome.NOT_ASSESSED
    assert _judge().outcome is Outcome.NOT_ASSESSED
    assert _judge(cell(commands=(Command("test", "pytest", 0, 1.0),))).outcome is Outcome.NOT_ASSESSED


def test_without_code_it_is_not_applicable() -> None:
    assert _judge(_built("make"), files=()).outcome is Outcome.NOT_APPLICABLE
