"""QC.Dep02.1: modules with versions of their own."""

from pathlib import Path

from deployments import IMAGE, MANIFEST, UNIT, deployed

from criteria.checks import deployment_apart
from criteria.model import Outcome, Verdict

ROLE = {"tasks/main.yml": "- name: star\n  apt: name=star\n"}


def _judge(folder: Path, files: dict[str, str], tags: tuple[str, ...] = ()) -> Verdict:
    return deployment_apart.judge(deployed(folder, files, tags), {})


def test_a_repository_that_is_a_module_with_releases_passes(tmp_path: Path) -> None:
    """Without a release it fails."""
    assert _judge(tmp_path / "a", ROLE, ("v1.0.0",)).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", ROLE).outcome is Outcome.FAIL


def test_modules_among_the_sources_fail(tmp_path: Path) -> None:
    """Each is a finding."""
    verdict = _judge(tmp_path, {"pyproject.toml": MANIFEST, "Dockerfile": IMAGE}, ("v1.0.0",))
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["Dockerfile"]


def test_a_library_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"pyproject.toml": MANIFEST}).outcome is Outcome.NOT_APPLICABLE


def test_a_named_repository_takes_the_network(tmp_path: Path) -> None:
    """Its tags are not in this tree."""
    readme = "# Star map\n\nSee https://github.com/example/ansible-role-star-map.\n"
    files = {"pyproject.toml": MANIFEST, "star.service": UNIT, "README.md": readme}
    assert _judge(tmp_path, files).outcome is Outcome.NOT_ASSESSED
