"""The collector of automation as a whole."""

from pathlib import Path

import pytest
from collected import automation_of, workflow
from raw_trees import raw_snapshot

from criteria.automation.model import Automation
from criteria.evidence import automation
from criteria.model import plain, structured


def test_a_tree_without_configuration_has_no_jobs(tmp_path: Path) -> None:
    found = automation_of(tmp_path / "r", {"a.py": "x = 1\n"})
    assert (found.jobs, found.unread, found.systems) == ((), (), ())


def test_the_data_survives_being_stored_and_read_back(tmp_path: Path) -> None:
    """It is remembered as JSON."""
    files = {
        **workflow("pytest --cov\nmake x || true"),
        "Makefile": "x:\n\truff check\n",
        ".coveragerc": "[run]\n",
        ".readthedocs.yaml": "version: 2\n",
    }
    found = automation_of(tmp_path / "r", files)
    assert structured(plain(found), Automation) == found
    assert found.readthedocs == ".readthedocs.yaml"
    assert [setting.path for setting in found.coverage] == [".coveragerc"]


def test_settings_that_measure_coverage_always_are_told(tmp_path: Path) -> None:
    found = automation_of(tmp_path / "r", {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--cov=star'\n"})
    assert [setting.always for setting in found.coverage] == [True]


@pytest.mark.threat("A21")
def test_names_that_are_no_text_are_only_names(tmp_path: Path) -> None:
    names = {
        b".github/workflows/\xff.yml": b"on: push\njobs: {a: {steps: [{run: pytest}]}}\n",
        b".github/workflows/\n.yml": b"on: push\n",
        b"\xff": b"",
    }
    found = automation.collect(raw_snapshot(tmp_path / "r", names))
    assert len(found.jobs) <= 1


@pytest.mark.threat("A29")
def test_too_many_files_are_told_and_not_dropped(tmp_path: Path) -> None:
    files = {f".github/workflows/w{number}.yml": "on: push\n" for number in range(automation.MAX_FILES + 3)}
    assert len(automation_of(tmp_path / "r", files).unread) == 3
