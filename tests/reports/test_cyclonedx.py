"""The bill of materials: valid, the same each time, and as complete as it says."""

import json
from typing import Any

import pytest
import report_examples as examples
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from criteria.dependencies.model import Dependency
from criteria.evidence.dependencies import KIND, Dependencies
from criteria.model import Evidence, EvidenceSet
from reports.dependencies import MAX_COMPONENTS, dependency_rows
from reports.render import render

DOCUMENTS = {
    "example": examples.example(),
    "empty": examples.empty(),
    "hostile": examples.hostile("<b>\x1b[31m\u202e\udcff@all {{7*7}}\n| a | b |"),
}


def _bom(document: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render(document, "cyclonedx"))
    return made


def _rows(*listed: Dependency, truncated: bool = False) -> dict[str, Any]:
    data = Dependencies((), listed, len(listed), (), truncated)
    rows = dependency_rows(EvidenceSet({KIND: Evidence(KIND, data, "test")}))
    assert rows is not None
    return rows


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_fits_the_published_schema(name: str) -> None:
    """CycloneDX 1.6, strictly."""
    text = render(DOCUMENTS[name], "cyclonedx").decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_it_is_made_of_the_commit_alone() -> None:
    """Another run says the same; another commit has another serial number."""
    document = DOCUMENTS["example"]
    assert render({**document, "run": None}, "cyclonedx") == render(document, "cyclonedx")
    other = {**document, "swhids": {**document["swhids"], "rev": "swh:1:rev:" + "0" * 40}}
    assert _bom(other)["serialNumber"] != _bom(document)["serialNumber"]
    assert _bom(document)["metadata"]["timestamp"].startswith(document["commit_time"].rstrip("Z"))


def test_what_the_project_declares_depends_on_nothing_but_it() -> None:
    """The graph has one level: locks do not say who asked for what."""
    bom = _bom(DOCUMENTS["example"])
    root = bom["metadata"]["component"]
    assert root["swhid"] == [DOCUMENTS["example"]["swhids"]["rev"]]
    edges = {edge["ref"]: edge.get("dependsOn", []) for edge in bom["dependencies"]}
    assert edges[root["bom-ref"]] == ["pkg:generic/proot@5.4.0", "pkg:pypi/pycurl@7.45.6", "pkg:pypi/pytest"]
    assert {component["purl"]: component["scope"] for component in bom["components"]} == {
        "pkg:generic/proot@5.4.0": "excluded", "pkg:npm/%40scope/left-pad@1.3.0": "required",
        "pkg:pypi/pycurl@7.45.6": "required", "pkg:pypi/pytest": "excluded",
    }  # fmt: skip


def test_a_component_is_listed_once_with_its_most_important_place() -> None:
    """Where it is run before where it is tested; the exact version before none; two versions are two."""
    rows = _rows(
        Dependency("pypi", "numpy", "test", "a.txt", version="1"),
        Dependency("pypi", "numpy", "runtime", "z.lock", version="1", locked=True),
        Dependency("pypi", "numpy", "runtime", "b.txt", ">=1"),
        Dependency("pypi", "numpy", "optional", "c.txt", version="2"),
    )
    assert [(row["purl"], row["path"]) for row in rows["components"]] == [
        ("pkg:pypi/numpy@1", "z.lock"), ("pkg:pypi/numpy@2", "c.txt"),
    ]  # fmt: skip
    assert (rows["total"], rows["complete"]) == (2, True)


@pytest.mark.threat("A29")
def test_more_components_than_are_listed_are_told() -> None:
    """The list says that it is not whole, and so does the bill."""
    many = tuple(Dependency("pypi", f"p{number}", "runtime", "x") for number in range(MAX_COMPONENTS + 1))
    rows = _rows(*many)
    assert (rows["total"], rows["complete"], len(rows["components"])) == (MAX_COMPONENTS + 1, False, MAX_COMPONENTS)
    assert not _rows(truncated=True)["complete"]
    cut = {**DOCUMENTS["example"], "dependencies": {"total": 9, "complete": False, "components": []}}
    properties = {one["name"]: one["value"] for one in _bom(cut)["metadata"]["properties"]}
    assert properties == {"assay:complete": "false", "assay:components": "9"}


def test_without_the_evidence_there_is_no_list() -> None:
    """Nothing was read, which is not the same as nothing found."""
    assert dependency_rows(EvidenceSet({})) is None
    assert DOCUMENTS["empty"]["dependencies"] is None
