from pathlib import Path

import pytest
from collected import workflow
from gathered import gathered

from criteria.checks import automated_step
from criteria.model import Outcome

ASKED = {"purposes": ["tests", "security"], "triggers": ["change", "push"]}


@pytest.mark.parametrize("run", ["pytest", "bandit -r ."])
def test_one_of_the_purposes_is_enough(tmp_path: Path, run: str) -> None:
    assert automated_step.judge(gathered(tmp_path / "r", workflow(run)), ASKED).outcome is Outcome.PASS


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "x = 1\n"},
        workflow("echo pytest"),
        workflow("pytest || true"),
        workflow("pytest", on="workflow_dispatch"),
        workflow("pytest", job="if: false"),
    ],
)
def test_what_does_not_run_or_cannot_fail_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert automated_step.judge(gathered(tmp_path / "r", files), ASKED).outcome is Outcome.FAIL


def test_an_archive_and_a_broken_file_are_not_assessed(tmp_path: Path) -> None:
    archive = gathered(tmp_path / "a", {"a.py": "x = 1\n"}, versioned=False)
    assert automated_step.judge(archive, ASKED).outcome is Outcome.NOT_ASSESSED
    broken = gathered(tmp_path / "b", {".github/workflows/ci.yml": "on: [push\njobs: {"})
    assert automated_step.judge(broken, ASKED).outcome is Outcome.NOT_ASSESSED
