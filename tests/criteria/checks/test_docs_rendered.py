from pathlib import Path

import pytest
from collected import judge, workflow

from criteria.checks import docs_rendered
from criteria.model import Outcome, Strength, Verdict

DOCS: dict[str, str] = {"docs/index.md": "# A\n", "mkdocs.yml": "site_name: a\n"}


def _judge(path: Path, files: dict[str, str], **retrieval: object) -> Verdict:
    return judge(docs_rendered, path, files, **retrieval)


@pytest.mark.parametrize(
    "files", [workflow("mkdocs gh-deploy", on="{push: {branches: [main]}}"), {".readthedocs.yaml": "version: 2\n"}]
)
def test_a_job_that_publishes_or_read_the_docs_passes(tmp_path: Path, files: dict[str, str]) -> None:
    verdict = _judge(tmp_path / "r", DOCS | files)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_without_a_generator_it_is_worth_less(tmp_path: Path) -> None:
    """A settings file of a service that has nothing to build is only there."""
    pages = {"docs/index.md": "# A\n"}
    assert _judge(tmp_path / "r", pages | {".readthedocs.yaml": "version: 2\n"}).strength is Strength.E1
    assert _judge(tmp_path / "s", pages | workflow("mkdocs gh-deploy")).strength is Strength.E2


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        {},
        workflow("mkdocs build"),
        workflow("mkdocs gh-deploy || true"),
        workflow("mkdocs gh-deploy", on="workflow_dispatch"),
    ],
)
def test_what_publishes_nothing_by_itself_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert _judge(tmp_path / "r", DOCS | files).outcome is Outcome.FAIL


def test_unread_files_archives_and_pages_of_a_forge_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", DOCS | {".gitlab-ci.yml": "a: &a 1\nb: *a\n"}).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", DOCS, versioned=False).outcome is Outcome.NOT_ASSESSED
    urls = "[project.urls]\nDocumentation = 'https://example.github.io/star-map'\n"
    assert _judge(tmp_path / "t", DOCS | {"pyproject.toml": urls}).outcome is Outcome.NOT_ASSESSED


def test_without_documentation_there_is_nothing_to_render(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"README.md": "# A\n"}).outcome is Outcome.NOT_APPLICABLE
