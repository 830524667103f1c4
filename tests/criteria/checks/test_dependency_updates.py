from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import dependency_updates
from criteria.model import Outcome

RULE = "version: 2\nupdates:\n  - {package-ecosystem: pip, directory: /, schedule: {interval: weekly}}\n"
MANIFEST = {"pyproject.toml": PYPROJECT}


@pytest.mark.parametrize(
    "files", [{".github/dependabot.yml": RULE}, {"renovate.json": '{"extends": ["config:recommended"]}'}]
)
def test_a_configured_updater_passes(tmp_path: Path, files: dict[str, str]) -> None:
    assert dependency_updates.judge(gathered(tmp_path / "r", {**MANIFEST, **files}), {}).outcome is Outcome.PASS


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        {},
        {".github/dependabot.yml": "version: 2\nupdates: []\n"},
        {".github/dependabot.yml": RULE.replace("directory: /", "open-pull-requests-limit: 0")},
        {".github/dependabot.yml": "&a [*a]"},
        {"renovate.json": '{"enabled": false}'},
    ],
)
def test_an_updater_that_updates_nothing_fails(tmp_path: Path, files: dict[str, str]) -> None:
    assert dependency_updates.judge(gathered(tmp_path / "r", {**MANIFEST, **files}), {}).outcome is Outcome.FAIL


def test_without_dependencies_there_is_no_subject_and_an_archive_is_silent(tmp_path: Path) -> None:
    assert dependency_updates.judge(gathered(tmp_path / "a", {"a.py": "x = 1\n"}), {}).outcome is Outcome.NOT_APPLICABLE
    archive = gathered(tmp_path / "b", MANIFEST, versioned=False)
    assert dependency_updates.judge(archive, {}).outcome is Outcome.NOT_ASSESSED
