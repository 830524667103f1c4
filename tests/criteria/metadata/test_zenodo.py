import json
from pathlib import Path
from typing import Any

import pytest
from repos import snapshot_of

from criteria.metadata.zenodo import describe, read_zenodo

GOOD: dict[str, Any] = {
    "title": "Star Map",
    "upload_type": "software",
    "version": "1.2.0",
    "license": "mit",
    "creators": [{"name": "Gomes, Jorge", "orcid": "0000-0002-9142-2596"}],
    "publication_date": "2023-11-01",
}


def test_a_good_file_is_read_without_a_finding() -> None:
    """Names are turned round as the other formats write them."""
    found = describe(".zenodo.json", json.dumps(GOOD))
    assert found.findings == ()
    assert (found.title, found.version, found.licences, found.authors) == (
        "Star Map",
        "1.2.0",
        ("mit",),
        ("Jorge Gomes",),
    )
    assert [day.value for day in found.dates] == ["2023-11-01"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": "TODO"}, "placeholder"),
        ({"creators": [{"name": "Gomes, Jorge", "orcid": "0000-0002-9142-2597"}]}, "check digit"),
        ({"creators": [{"name": "Doe, John"}]}, "placeholder"),
        ({"upload_type": "dataset"}, "not software"),
        ({"doi": "10.5072/zenodo.1"}, "sample DOI"),
    ],
)
def test_each_fault_is_found(change: dict[str, Any], message: str) -> None:
    """A8 for what the archive would publish."""
    found = describe(".zenodo.json", json.dumps({**GOOD, **change}, indent=1))
    assert any(message in finding.message and finding.line for finding in found.findings)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"creators": 3, "license": [], "title": {}}', "[" * 100_000])
def test_hostile_files_are_data(text: str) -> None:
    """What is no such file is a finding or says nothing."""
    found = describe(".zenodo.json", text)
    assert found.findings or found.title is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A5 for metadata."""
    found = read_zenodo(snapshot_of(tmp_path / "r", {".zenodo.json": "/etc/passwd"}, modes={".zenodo.json": 0o120000}))
    assert found is not None
    assert "link" in found.findings[0].message
