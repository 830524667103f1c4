from pathlib import Path

import pytest
from collected import judge, workflow

from criteria.checks import coverage_per_change
from criteria.evidence.forge import ChangeRequest, CheckRun, Forge, Time
from criteria.model import Evidence, Outcome, Strength, Verdict


def _judge(path: Path, files: dict[str, str], *more: Evidence, **retrieval: object) -> Verdict:
    return judge(coverage_per_change, path, files, *more, **retrieval)


def _forge(with_checks: int, without: int) -> Evidence:
    checked = [ChangeRequest(n, checks=(CheckRun("test", "success"),)) for n in range(with_checks)]
    bare = [ChangeRequest(100 + n, checks=()) for n in range(without)]
    return Evidence("forge", Forge("github", "github.com/example/star-map", Time(1), changes=(*checked, *bare)), "test")


def test_a_job_that_measures_coverage_passes(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", workflow("pytest --cov=star")).strength is Strength.E2
    verdict = _judge(tmp_path / "s", workflow("coverage run -m pytest") | {".coveragerc": "[run]\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_settings_that_measure_with_every_run_count(tmp_path: Path) -> None:
    settings = {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--cov=star'\n"}
    assert _judge(tmp_path / "r", workflow("pytest") | settings).outcome is Outcome.PASS


def test_a_forge_that_saw_checks_makes_it_stronger_and_one_that_saw_none_is_told(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", workflow("pytest --cov"), _forge(9, 1)).strength is Strength.E3
    verdict = _judge(tmp_path / "s", workflow("pytest --cov") | {".coveragerc": "[run]\n"}, _forge(1, 9))
    assert verdict.strength is Strength.E2
    assert verdict.findings


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        {},
        workflow("pytest"),
        workflow("pytest --cov || true"),
        workflow("pytest --cov", on="{schedule: [{cron: '0 0 * * 0'}]}"),
        {".coveragerc": "[run]\n"},
    ],
)
def test_what_measures_nothing_on_each_change_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert _judge(tmp_path / "r", files).outcome is Outcome.FAIL


def test_unread_files_archives_and_checks_of_unknown_content_are_not_assessed(tmp_path: Path) -> None:
    """What a check ran that only a forge knows by its name is unknown."""
    assert _judge(tmp_path / "r", {".gitlab-ci.yml": "a: &a 1\nb: *a\n"}).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", {}, versioned=False).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "t", {}, _forge(9, 0)).outcome is Outcome.NOT_ASSESSED
