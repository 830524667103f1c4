"""QC.Dep05: modules in the developers' own repositories."""

from pathlib import Path

import pytest
from deployments import IMAGE, MANIFEST, UNIT, deployed

from criteria.checks import deployment_hosted
from criteria.model import Outcome, Strength, Verdict


def _judge(folder: Path, files: dict[str, str]) -> Verdict:
    return deployment_hosted.judge(deployed(folder, {"pyproject.toml": MANIFEST, **files}), {})


def test_a_module_in_the_tree_passes(tmp_path: Path) -> None:
    """E3 where the metadata declare the repository that was fetched."""
    verdict = _judge(tmp_path, {"Dockerfile": IMAGE})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize(
    ("repository", "outcome"),
    [
        ("example/star-map-helm", Outcome.PASS), ("example/helm-charts", Outcome.NOT_ASSESSED),
        ("stranger/star-map-helm", Outcome.NOT_ASSESSED),
    ],
)  # fmt: skip
def test_a_named_repository_is_compared(tmp_path: Path, repository: str, outcome: Outcome) -> None:
    """By owner and by the project's name."""
    files = {"star.service": UNIT, "README.md": f"# Star map\n\nSee https://github.com/{repository} for machines.\n"}
    assert _judge(tmp_path, files).outcome is outcome


def test_a_service_without_a_module_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"star.service": UNIT}).outcome is Outcome.FAIL


def test_a_library_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {}).outcome is Outcome.NOT_APPLICABLE
