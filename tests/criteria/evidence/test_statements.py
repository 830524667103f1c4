from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.evidence import statements
from criteria.evidence.statements import Statements
from criteria.metadata.statements import (
    CONTACT,
    DESCRIPTION,
    DOMAIN,
    KEYWORDS,
    LICENCE,
    REFERENCE,
    STATUS,
    TITLE,
    VERSION,
)

FILES: dict[str, dict[str, str]] = {
    "CITATION.cff": {
        "text": "title: Star Map\nabstract: Maps\nversion: 1.0\nkeywords: [stars]\nreferences: [{doi: 10.1/x}]\n"
    },
    "codemeta.json": {
        "text": '{"name": "Star Map", "description": "Maps", "version": "1.0", "developmentStatus": "active"}'
    },
    ".zenodo.json": {"text": '{"title": "Star Map", "description": "Maps", "version": "1.0", "keywords": ["stars"]}'},
    "pyproject.toml": {"text": '[project]\nname = "Star Map"\ndescription = "Maps"\nversion = "1.0"\n'},
    "package.json": {"text": '{"name": "Star Map", "description": "Maps", "version": "1.0"}'},
    "Cargo.toml": {"text": '[package]\nname = "Star Map"\ndescription = "Maps"\nversion = "1.0"\n'},
    "fpm.toml": {"text": 'name = "Star Map"\ndescription = "Maps"\nversion = "1.0"\n'},
    "DESCRIPTION": {"text": "Package: stars\nTitle: Star Map\nDescription: Maps\nVersion: 1.0\n"},
    "pom.xml": {
        "text": "<project><name>Star Map</name><description>Maps</description><version>1.0</version></project>"
    },
}


def _stated(path: Path, files: dict[str, str], **more: object) -> Statements:
    return statements.collect(snapshot_of(path / "r", files, **more))


@pytest.mark.parametrize("name", FILES)
def test_every_format_speaks_the_same_words(tmp_path: Path, name: str) -> None:
    found = _stated(tmp_path, {name: FILES[name]["text"]})
    assert {field: [one.value for one in found.of(field)] for field in (TITLE, DESCRIPTION, VERSION)} == {
        TITLE: ["Star Map"], DESCRIPTION: ["Maps"], VERSION: ["1.0"],
    }  # fmt: skip


def test_classifiers_references_and_people_are_read(tmp_path: Path) -> None:
    project = (
        '[project]\nname = "x"\nclassifiers = ["Development Status :: 4 - Beta", "Topic :: Scientific/Engineering :: '
        'Astronomy"]\nmaintainers = [{name = "Ada Stern", email = "ada@stars.net"}]\n'
    )
    found = _stated(tmp_path, {"pyproject.toml": project, "CITATION.cff": FILES["CITATION.cff"]["text"]})
    assert found.of(STATUS)[0].value == "4 - Beta"
    assert found.of(DOMAIN)[0].value == "Astronomy"
    assert found.of(CONTACT)[0].value == "ada@stars.net"
    assert found.of(REFERENCE)[0].value == "10.1/x"
    assert [person.name for person in found.people] == ["Ada Stern"]


def test_names_of_a_list_are_read_as_people_write_them(tmp_path: Path) -> None:
    text = (
        "# Authors\n\n- Ada Stern <a@b.net>\n* [Grace Himmel](https://x)\n1. Max van der Berg (2019)\nand many others\n"
    )
    assert _stated(tmp_path, {"AUTHORS.md": text}).names == ("Ada Stern", "Grace Himmel", "Max van der Berg")


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("codemeta.json", "[" * 100_000),
        ("CITATION.cff", "a: &a [*a]\n"),
        ("pom.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        ("package.json", '{"name": {"a": ["b"]}, "keywords": [[[]], {"x": null}], "license": 1e999}'),
        ("pyproject.toml", 'project = "text"\n'),
        ("DESCRIPTION", ":\n" * 50_000),
    ],
)
def test_hostile_files_are_data_or_unread(tmp_path: Path, name: str, text: str) -> None:
    found = _stated(tmp_path, {name: text})
    assert name in found.files or name in {one.path for one in found.unread}


def test_placeholders_state_nothing_but_keywords_may_be_any_word(tmp_path: Path) -> None:
    found = _stated(
        tmp_path, {"codemeta.json": '{"name": "TODO", "keywords": ["test"], "license": "your license here"}'}
    )
    assert found.of(TITLE) == ()
    assert found.of(KEYWORDS)[0].value == "test"
    assert "name" not in found.terms
    assert LICENCE
