"""QC.Dep02: modules under version control."""

from pathlib import Path
from typing import Any

from deployments import IMAGE, MANIFEST, UNIT, deployed

from criteria.checks import deployment_as_code
from criteria.model import Outcome, Verdict

MODULE = {"pyproject.toml": MANIFEST, "Dockerfile": IMAGE}


def _judge(folder: Path, files: dict[str, str], **retrieval: Any) -> Verdict:
    return deployment_as_code.judge(deployed(folder, files, **retrieval), {})


def test_a_module_in_the_commit_passes(tmp_path: Path) -> None:
    assert _judge(tmp_path, MODULE).outcome is Outcome.PASS


def test_a_service_without_a_module_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"pyproject.toml": MANIFEST, "star.service": UNIT}).outcome is Outcome.FAIL


def test_a_library_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"pyproject.toml": MANIFEST}).outcome is Outcome.NOT_APPLICABLE


def test_an_archive_carries_no_history(tmp_path: Path) -> None:
    """What is under version control cannot be seen from it."""
    assert _judge(tmp_path, MODULE, versioned=False, how="index").outcome is Outcome.NOT_ASSESSED
