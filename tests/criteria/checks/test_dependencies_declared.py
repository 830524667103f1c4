from pathlib import Path

import pytest
from collected import workflow
from gathered import PYPROJECT, gathered

from criteria.checks import dependencies_declared
from criteria.model import Outcome, Strength

WITH_BUILD = {"automated": True}


def test_a_manifest_and_a_build_that_can_fail_pass(tmp_path: Path) -> None:
    both = {"pyproject.toml": PYPROJECT, **workflow("python -m build\npytest")}
    assert dependencies_declared.judge(gathered(tmp_path / "a", both), WITH_BUILD).strength is Strength.E3
    alone = gathered(tmp_path / "b", {"pyproject.toml": PYPROJECT})
    assert dependencies_declared.judge(alone, {"automated": False}).outcome is Outcome.PASS


@pytest.mark.threat("A12")
@pytest.mark.parametrize("run", ["echo pytest", "pytest || true"])
def test_a_build_that_cannot_fail_is_none(tmp_path: Path, run: str) -> None:
    evidence = gathered(tmp_path / "r", {"pyproject.toml": PYPROJECT, **workflow(run)})
    assert dependencies_declared.judge(evidence, WITH_BUILD).outcome is Outcome.FAIL


def test_no_manifest_fails_and_an_archive_leaves_the_build_open(tmp_path: Path) -> None:
    assert (
        dependencies_declared.judge(gathered(tmp_path / "a", {"a.py": "x = 1\n"}), WITH_BUILD).outcome is Outcome.FAIL
    )
    archive = gathered(tmp_path / "b", {"pyproject.toml": PYPROJECT}, versioned=False)
    assert dependencies_declared.judge(archive, WITH_BUILD).outcome is Outcome.NOT_ASSESSED
    assert dependencies_declared.judge(gathered(tmp_path / "c", {}), WITH_BUILD).outcome is Outcome.NOT_APPLICABLE
