from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import version_relations
from criteria.model import Outcome


@pytest.mark.parametrize(
    "files",
    [
        {"codemeta.json": '{"isVersionOf": "https://doi.org/10.5281/zenodo.8042259"}'},
        {".zenodo.json": '{"related_identifiers": [{"relation": "isVersionOf", "identifier": "10.5281/zenodo.1"}]}'},
        {"CHANGELOG.md": "# Changes\n\n## 1.1.0\n\n- faster maps of the sky\n\n## 1.0.0\n\n- first release of it\n"},
    ],
)
def test_fields_identifiers_and_changelogs_relate_versions(tmp_path: Path, files: dict[str, str]) -> None:
    assert version_relations.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.PASS


@pytest.mark.parametrize("files", [{"a.py": "x = 1\n"}, {"CHANGELOG.md": ""}, {"CHANGELOG.md": "Nothing yet.\n"}])
def test_nothing_and_an_empty_changelog_fail(tmp_path: Path, files: dict[str, str]) -> None:
    assert version_relations.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.FAIL
