"""QC.Dep01: a module deploys the project."""

from pathlib import Path

import pytest
from deployments import IMAGE, MANIFEST, UNIT, deployed

from criteria.checks import deployable
from criteria.model import Outcome, Strength, Verdict

WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build -t star .\n"


def _judge(folder: Path, files: dict[str, str]) -> Verdict:
    return deployable.judge(deployed(folder, files), {})


def test_a_module_that_deploys_the_project_passes(tmp_path: Path) -> None:
    """E2 where it was read, E3 where the automation runs it."""
    files = {"pyproject.toml": MANIFEST, "Dockerfile": IMAGE}
    assert (_judge(tmp_path / "a", files).outcome, _judge(tmp_path / "b", files).strength) == (
        Outcome.PASS,
        Strength.E2,
    )
    assert _judge(tmp_path / "c", {**files, ".github/workflows/a.yml": WORKFLOW}).strength is Strength.E3


@pytest.mark.threat("A12")
def test_a_job_that_never_fails_is_no_second_source(tmp_path: Path) -> None:
    """Its failure would not be seen."""
    masked = WORKFLOW.replace("-t star .", "-t star . || true")
    files = {"pyproject.toml": MANIFEST, "Dockerfile": IMAGE, ".github/workflows/a.yml": masked}
    assert _judge(tmp_path, files).strength is Strength.E2


def test_a_service_without_a_module_fails(tmp_path: Path) -> None:
    """And modules that deploy nothing are named with the reason."""
    verdict = _judge(tmp_path, {"pyproject.toml": MANIFEST, "star.service": UNIT, "Dockerfile": "FROM scratch\n"})
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["Dockerfile"]


def test_a_library_is_not_applicable(tmp_path: Path) -> None:
    """The rule that decided it is named."""
    verdict = _judge(tmp_path, {"pyproject.toml": MANIFEST, "star/__init__.py": "x = 1\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "QC.Dep01/library: pyproject.toml" in verdict.reason


def test_what_lies_elsewhere_or_tells_nothing_is_not_assessed(tmp_path: Path) -> None:
    """A module in another repository is not absent; a tree without a manifest tells nothing."""
    readme = "# Star map\n\nDeploy with https://github.com/example/star-map-helm.\n"
    files = {"pyproject.toml": MANIFEST, "star.service": UNIT, "README.md": readme}
    assert _judge(tmp_path / "a", files).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", {"a.txt": "x\n"}).outcome is Outcome.NOT_ASSESSED
