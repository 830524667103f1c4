from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.evidence import interfaces


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("a.xsd", '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="a"/></schema>', "XML Schema"),
        ("a.cdl", "netcdf a {\n}\n", "netCDF CDL"),
        ("a.proto", "message A {\n}\n", "Protocol Buffers"),
        ("flow.cwl", "cwlVersion: v1.2\n", "Common Workflow Language"),
        ("a.wsdl", "<definitions/>", "WSDL"),
        ("prov.json", '{"entity": {}}', "PROV-JSON"),
        ("a.spdx.json", '{"spdxVersion": "SPDX-2.3", "packages": [{}]}', "SPDX or CycloneDX"),
    ],
)
def test_a_file_is_known_by_its_name_and_what_it_holds(tmp_path: Path, name: str, text: str, format_: str) -> None:
    good = interfaces.collect(snapshot_of(tmp_path / "a", {name: text}))
    hollow = interfaces.collect(snapshot_of(tmp_path / "b", {name: " "}))
    assert [(one.format, one.path) for one in good.files] == [(format_, name)]
    assert ([one.path for one in hollow.hollow], hollow.files) == ([name], ())


def test_files_of_tests_and_of_others_are_left_out(tmp_path: Path) -> None:
    files = {"tests/a.proto": "message A {\n}\n", "vendor/x/a.proto": "message A {\n}\n"}
    assert interfaces.collect(snapshot_of(tmp_path / "r", files)).files == ()


@pytest.mark.threat("A29")
def test_thousands_of_files_are_capped_and_said_to_be(tmp_path: Path) -> None:
    files = {f"s{n}.schema.json": "{}" for n in range(450)}
    found = interfaces.collect(snapshot_of(tmp_path / "r", files))
    assert found.truncated
    assert len(found.hollow) <= interfaces.MOST_KEPT


@pytest.mark.threat("A23")
@pytest.mark.parametrize("text", ["[" * 50_000, "&a [*a]", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'])
@pytest.mark.parametrize("name", ["a.schema.json", "openapi.yaml", "a.xsd"])
def test_bombs_are_hollow(tmp_path: Path, name: str, text: str) -> None:
    assert interfaces.collect(snapshot_of(tmp_path / "r", {name: text})).files == ()
