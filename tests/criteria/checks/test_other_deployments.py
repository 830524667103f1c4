"""QC.Dep03.1: an option."""

from pathlib import Path

from deployments import IMAGE, MANIFEST, deployed

from criteria.checks import other_deployments
from criteria.model import Outcome

PLAY = "- hosts: all\n  tasks:\n    - name: install star-map\n      pip: name=star-map\n"


def test_several_ways_pass(tmp_path: Path) -> None:
    evidence = deployed(tmp_path, {"pyproject.toml": MANIFEST, "install.yml": PLAY, "Dockerfile": IMAGE})
    assert other_deployments.judge(evidence, {}).outcome is Outcome.PASS


def test_one_way_is_not_applicable(tmp_path: Path) -> None:
    """Nobody fails by not taking an option."""
    evidence = deployed(tmp_path, {"pyproject.toml": MANIFEST, "Dockerfile": IMAGE})
    assert other_deployments.judge(evidence, {}).outcome is Outcome.NOT_APPLICABLE
