"""QC.Dep04: modules follow the software."""

from pathlib import Path

import pytest
from deployments import IMAGE, MANIFEST, UNIT, deployed

from criteria.checks import deployment_current
from criteria.model import Outcome, Strength, Verdict


def _judge(folder: Path, files: dict[str, str], tags: tuple[str, ...] = ()) -> Verdict:
    return deployment_current.judge(deployed(folder, {"pyproject.toml": MANIFEST, **files}, tags), {})


def _chart(version: str) -> dict[str, str]:
    return {"chart/Chart.yaml": f"name: star-map\nversion: 0.1.0\nappVersion: '{version}'\n"}


def test_a_module_that_builds_from_the_tree_passes(tmp_path: Path) -> None:
    """It deploys the commit that it lies in."""
    verdict = _judge(tmp_path, {"Dockerfile": IMAGE})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.parametrize(
    ("version", "tags", "outcome"),
    [
        ("1.2.0", (), Outcome.PASS), ("v1.2.0", (), Outcome.PASS), ("1.3", (), Outcome.PASS),
        ("1.1.9", (), Outcome.FAIL),
        ("1.1.9", ("v1.1.9",), Outcome.PASS),  # the manifest is a step ahead of the newest release
        ("1.0", ("v1.1.9",), Outcome.FAIL),
    ],
)  # fmt: skip
def test_a_named_version_is_compared(tmp_path: Path, version: str, tags: tuple[str, ...], outcome: Outcome) -> None:
    """With the manifest, or with the newest release where that is older."""
    assert _judge(tmp_path, _chart(version), tags).outcome is outcome


def test_a_module_without_a_version_leaves_it_open(tmp_path: Path) -> None:
    play = "- hosts: all\n  tasks:\n    - name: install star-map\n      pip: name=star-map\n"
    assert _judge(tmp_path, {"install.yml": play}).outcome is Outcome.NOT_ASSESSED


def test_a_service_without_a_module_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"star.service": UNIT}).outcome is Outcome.FAIL


def test_a_library_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {}).outcome is Outcome.NOT_APPLICABLE
