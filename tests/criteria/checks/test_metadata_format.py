import json
from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import metadata_format
from criteria.model import Outcome

GOOD = json.dumps(
    {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": "Star Map",
        "author": [{"name": "Ada"}],
    }
)
POM = "<project><artifactId>stars</artifactId><name>Star Map</name><version>1.0</version></project>"


@pytest.mark.parametrize("files", [{"codemeta.json": GOOD}, {"pom.xml": POM}])
def test_a_valid_file_passes(tmp_path: Path, files: dict[str, str]) -> None:
    assert metadata_format.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.PASS


@pytest.mark.threat("A8")
@pytest.mark.parametrize(
    "files",
    [
        {"codemeta.json": "any bytes"},
        {"CITATION.cff": "TODO"},
        {"pom.xml": "<project>"},
        {".zenodo.json": "{}"},
        {"pyproject.toml": PYPROJECT},
    ],
)
def test_any_bytes_under_a_known_name_fail(tmp_path: Path, files: dict[str, str]) -> None:
    assert metadata_format.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.FAIL


def test_an_empty_commit_has_nothing_to_describe(tmp_path: Path) -> None:
    assert metadata_format.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
