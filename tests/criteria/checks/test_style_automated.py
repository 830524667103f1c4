from pathlib import Path

import pytest
from collected import judge, workflow

from criteria.checks import style_automated
from criteria.model import Outcome, Strength, Verdict

CODE = {"star.py": "x = 1\n"}
HOOKS = {".pre-commit-config.yaml": "repos: [{repo: x, hooks: [{id: ruff-check}]}]\n"}


def _judge(path: Path, files: dict[str, str], **retrieval: object) -> Verdict:
    return judge(style_automated, path, CODE | files, **retrieval)


def test_a_checker_in_a_job_that_can_fail_passes(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", workflow("ruff check .")).strength is Strength.E2
    verdict = _judge(tmp_path / "s", workflow("ruff check .") | {"ruff.toml": "line-length = 90\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        {},
        workflow("ruff check . || true"),
        workflow("ruff check --exit-zero ."),
        workflow("echo ruff check ."),
        workflow("ruff check .", on="workflow_dispatch"),
        workflow("ruff check .", on="{push: {branches: [main]}}"),
        workflow("codespell ."),
        workflow("pytest"),
    ],
)
def test_what_checks_no_style_on_each_change_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert _judge(tmp_path / "r", files).outcome is Outcome.FAIL


def test_a_checker_of_the_helper_scripts_says_nothing_about_the_code(tmp_path: Path) -> None:
    """A Fortran code is not checked by a checker of Python."""
    fortran = {"map.f90": "program map\n" * 50}
    verdict = _judge(tmp_path / "r", workflow("ruff check .") | fortran)
    assert verdict.outcome is Outcome.FAIL
    assert "Python" in verdict.reason
    assert _judge(tmp_path / "s", workflow("ruff check .\nfprettify -d src") | fortran).outcome is Outcome.PASS


@pytest.mark.threat("A13")
def test_settings_that_check_nothing_agree_with_nothing(tmp_path: Path) -> None:
    assert (
        _judge(tmp_path / "r", workflow("ruff check .") | {"ruff.toml": "lint.select = []\n"}).strength is Strength.E2
    )


def test_hooks_alone_unread_files_and_archives_are_not_assessed(tmp_path: Path) -> None:
    """Whether a hook is installed anywhere the tree does not show."""
    assert _judge(tmp_path / "r", HOOKS).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", {".gitlab-ci.yml": "a: &a 1\nb: *a\n"}).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "t", {}, versioned=False).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "u", HOOKS | workflow("pre-commit run -a")).outcome is Outcome.PASS


def test_without_code_there_is_no_style_of_code(tmp_path: Path) -> None:
    assert judge(style_automated, tmp_path / "r", {"a.md": "# A\n"}).outcome is Outcome.NOT_APPLICABLE
