"""QC.Dep03: one tool of configuration management."""

from pathlib import Path

import attrs
from deployments import IMAGE, MANIFEST, deployed

from criteria.checks import one_deployment_tool
from criteria.model import Evidence, Outcome, Verdict

PLAY = "- hosts: all\n  tasks:\n    - name: install star-map\n      pip: name=star-map\n"
PUPPET = "class star_map { package { 'star-map': ensure => present } }\n"


def _judge(folder: Path, files: dict[str, str]) -> Verdict:
    return one_deployment_tool.judge(deployed(folder, {"pyproject.toml": MANIFEST, **files}), {})


def test_one_tool_in_the_one_repository_passes(tmp_path: Path) -> None:
    """Containers beside it are another matter."""
    assert _judge(tmp_path, {"install.yml": PLAY, "Dockerfile": IMAGE}).outcome is Outcome.PASS


def test_two_tools_fail(tmp_path: Path) -> None:
    verdict = _judge(tmp_path, {"install.yml": PLAY, "puppet/manifests/init.pp": PUPPET})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason.startswith("Ansible and Puppet")


def test_without_such_a_tool_it_is_not_applicable(tmp_path: Path) -> None:
    """A container alone, and a library."""
    assert _judge(tmp_path / "a", {"Dockerfile": IMAGE}).outcome is Outcome.NOT_APPLICABLE
    assert _judge(tmp_path / "b", {}).outcome is Outcome.NOT_APPLICABLE


def test_other_repositories_leave_it_open(tmp_path: Path) -> None:
    """Where it is not known that there is only one."""
    evidence = deployed(tmp_path, {"pyproject.toml": MANIFEST, "install.yml": PLAY})
    documents = evidence["documents"].data
    unnamed = attrs.evolve(documents, name=attrs.evolve(documents.name, repositories=()))
    evidence = evidence.with_evidence(Evidence("documents", unnamed, "test"))
    assert one_deployment_tool.judge(evidence, {}).outcome is Outcome.NOT_ASSESSED
