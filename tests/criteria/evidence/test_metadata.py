import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import snapshot_of

from criteria.evidence.metadata import Metadata, collect
from criteria.metadata import citation_cff, codemeta
from criteria.metadata.description import Description, dated_findings
from criteria.model import Finding, digest_of

TIME = 1_700_000_000  # 14 November 2023

CFF = """\
cff-version: 1.2.0
message: If you use this software, please cite it as below.
title: Star Map
type: software
authors:
  - family-names: Gomes
    given-names: Jorge
    orcid: https://orcid.org/0000-0002-9142-2596
  - name: The Star Map Developers
version: 1.2.0
date-released: 2023-11-01
doi: 10.5281/zenodo.8042260
license: MIT
keywords: [astronomy, test]
repository-code: https://github.com/starmap/starmap
preferred-citation:
  type: article
  title: Maps of stars
  authors:
    - family-names: Gomes
      given-names: Jorge
  year: 2022
  journal: Journal of Maps
"""
CODEMETA: dict[str, Any] = {
    "@context": "https://doi.org/10.5063/schema/codemeta-2.0",
    "@type": "SoftwareSourceCode",
    "name": "Star Map",
    "version": "1.2.0",
    "author": [{"@type": "Person", "givenName": "Jorge", "familyName": "Gomes"}],
    "license": "https://spdx.org/licenses/MIT",
    "identifier": "https://doi.org/10.5281/zenodo.8042260",
}


def cff(text: str) -> Description:
    return citation_cff.describe("CITATION.cff", text)


def faults(described: Description) -> tuple[Finding, ...]:
    """What is wrong with the file by itself, and with its dates seen from the commit."""
    return (*described.findings, *dated_findings("test", described, TIME))


def told(described: Description) -> str:
    return "\n".join(f"{finding.line}: {finding.message}" for finding in faults(described))


def collected(path: Path, files: dict[str, str | bytes], **more: Any) -> Metadata:
    return collect(snapshot_of(path, files, **more))


def test_a_good_citation_file_has_no_finding() -> None:
    """Persons, groups, references, dates as YAML dates: valid, and the facts are read."""
    described = cff(CFF)
    assert told(described) == ""
    assert described.title == "Star Map"
    assert described.version == "1.2.0"
    assert described.authors == ("Jorge Gomes", "The Star Map Developers")
    assert described.dois == ("10.5281/zenodo.8042260",)
    assert described.released == "2023-11-01"


def test_a_minimal_citation_file_has_no_finding() -> None:
    """The four required keys are enough."""
    assert (
        told(cff("cff-version: 1.2.0\nmessage: Please cite.\ntitle: Sage\nauthors:\n- name: The Sage Developers\n"))
        == ""
    )


@pytest.mark.parametrize("key", ["cff-version", "message", "title", "authors"])
def test_a_missing_required_key_is_named(key: str) -> None:
    """Each required key is missed by name."""
    lines = [*CFF.split("authors:")[0].splitlines(), "authors: [{name: X-ray Group}]"]
    text = "\n".join(line for line in lines if not line.startswith(key))
    assert f"the key {key} is missing" in told(cff(text))


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: Star Map", "title: TODO", 3, "placeholder"),
        ("given-names: Jorge\n    orcid", "given-names: your name\n    orcid", 7, "placeholder"),
        (
            "family-names: Gomes\n    given-names: Jorge\n    orcid",
            "family-names: Doe\n    given-names: John\n    orcid",
            5,
            "John Doe",
        ),
        ("0000-0002-9142-2596", "0000-0002-9142-2597", 8, "check digit"),
        ("https://orcid.org/0000-0002-9142-2596", "0000-0002-9142-2596", 8, "form"),
        ("10.5281/zenodo.8042260", "10.5281/zenodo.0", 12, "sample DOI"),
        ("10.5281/zenodo.8042260", "zenodo.8042260", 12, "no DOI"),
        ("version: 1.2.0\ndate", "version: '999.0'\ndate", 10, "plausible"),
        ("version: 1.2.0\ndate", "version: newest\ndate", 10, "no number"),
        ("2023-11-01", "2024-11-01", 11, "lies after the commit"),
        ("2023-11-01", "November 2023", 11, "date"),
        ("2023-11-01", "'2023-02-31'", 11, "date"),
        ("type: software", "type: programme", 4, "allowed values"),
        ("keywords: [astronomy, test]", "keywords: astronomy", 14, "of type array"),
        ("license: MIT", "licence: MIT", 1, "licence is no key"),
        ("cff-version: 1.2.0", "cff-version: 1.2", 1, "of type string"),
        ("type: article", "type: paper", 17, "allowed values"),
        ("https://github.com/starmap/starmap", "https://github.com/your-org/your-repo", 15, "placeholder"),
    ],
)
def test_each_fault_is_found_at_its_line(old: str, new: str, line: int, message: str) -> None:
    """A8: one fault, one place, one sentence."""
    assert old in CFF
    findings = faults(cff(CFF.replace(old, new, 1)))
    assert any(finding.line == line and message in finding.message for finding in findings), findings


def test_every_fault_of_a_file_is_its_own_finding() -> None:
    """A8: a file of placeholders passes the schema and still has a finding for each."""
    text = """\
cff-version: 1.2.0
message: TODO
title: TODO
authors:
  - name: TODO
    orcid: https://orcid.org/0000-0000-0000-0000
version: "999.0"
doi: 10.5281/zenodo.0
"""
    messages = [finding.message for finding in faults(cff(text))]
    for part in ("message", "title", "authors[0].name", "check digit", "999.0", "zenodo.0"):
        assert sum(part in message for message in messages) >= 1, part
    assert len(messages) >= 6


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text",
    ["", "just text", "- a\n- b", "a: [", "x: &a 1\ny: *a", "!!python/object/apply:os.system ['true']", "[" * 5000,
     "a: " + "9" * 10_000, "x" * 2**21, "? [a, b]\n: c", "2020-01-01: x", "<<: {a: b}"],
)  # fmt: skip
def test_hostile_citation_files_are_findings(text: str) -> None:
    """A23: what cannot be read is said in one finding or more, never raised."""
    findings = cff(text).findings
    assert findings
    assert all(len(finding.message) < 500 for finding in findings)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "authors", "version", "doi", "license", "identifiers", "references", "message", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
            max_leaves=8,
        ),
    )
)
def test_any_data_can_be_described(data: dict[str, Any]) -> None:
    """Whatever types stand under the keys, both readers answer with findings; JSON is YAML here."""
    text = json.dumps(data)
    assert citation_cff.describe("CITATION.cff", text).findings
    assert codemeta.describe("codemeta.json", text).findings


@pytest.mark.parametrize(
    "context",
    ["https://doi.org/10.5063/schema/codemeta-2.0", "https://w3id.org/codemeta/3.0", ["https://w3id.org/codemeta/3.1"],
     "http://schema.org", "http://purl.org/codemeta/2.0", "https://w3id.org/codemeta/v3.0"],
)  # fmt: skip
def test_a_good_codemeta_file_has_no_finding(context: object) -> None:
    """Versions 2 and 3, with the context as text or list."""
    described = codemeta.describe("codemeta.json", json.dumps({**CODEMETA, "@context": context}))
    assert told(described) == ""
    assert (described.title, described.version, described.authors) == ("Star Map", "1.2.0", ("Jorge Gomes",))
    assert described.licences == ("https://spdx.org/licenses/MIT",)
    assert described.dois == ("10.5281/zenodo.8042260",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"@context": "https://example.org/x"}, "@context"),
        ({"@context": "https://w3id.org/codemeta/4.7"}, "no published version"),
        ({"@type": "Person"}, "@type"),
        ({"licence": "MIT"}, "did you mean license"),
        ({"programingLanguage": "C"}, "did you mean programmingLanguage"),
        ({"author": {"name": "A. Bee", "email": "a.bee at lab"}}, "no e-mail address"),
        ({"name": ""}, "name is missing"),
        ({"author": []}, "author is missing"),
        ({"author": {"@type": "Person"}}, "author is missing"),
        ({"description": "TODO"}, "placeholder"),
        ({"version": "999.0"}, "plausible"),
        ({"datePublished": "2031-01-01"}, "lies after the commit"),
        ({"author": {"name": "A. Bee", "@id": "https://orcid.org/0000-0002-9142-2597"}}, "check digit"),
        ({"identifier": "https://doi.org/10.5281/zenodo.1234567"}, "sample DOI"),
    ],
)
def test_each_fault_of_codemeta_is_found(change: dict[str, Any], message: str) -> None:
    """A8 for the other format."""
    assert message in told(codemeta.describe("codemeta.json", json.dumps({**CODEMETA, **change}, indent=1)))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"a": NaN}', "[" * 100_000, "{}" * 2])
def test_hostile_codemeta_files_are_findings(text: str) -> None:
    """Any bytes that are no JSON object are a finding."""
    assert codemeta.describe("codemeta.json", text).findings


def test_the_files_of_the_root_are_collected(tmp_path: Path) -> None:
    """Both formats, and the facts of each manifest in a fixed order."""
    metadata = collected(
        tmp_path / "r",
        {
            "CITATION.cff": CFF,
            "codemeta.json": json.dumps(CODEMETA),
            "pyproject.toml": '[project]\nname = "star-map"\nversion = "1.2.0"\n',
            "setup.cfg": "[metadata]\nversion = attr: star.__version__\n",
            "Cargo.toml": "[package",
            "docs/CITATION.cff": "x",
        },
    )
    assert [one.path for one in metadata.descriptions] == ["CITATION.cff", "codemeta.json"]
    assert [(one.path, one.name, one.version) for one in metadata.manifests] == [
        ("pyproject.toml", "star-map", "1.2.0"),
        ("setup.cfg", None, None),
        ("Cargo.toml", None, None),
    ]
    assert [finding.path for finding in metadata.problems] == ["Cargo.toml"]
    assert digest_of(metadata).startswith("sha256:")


def test_another_spelling_of_the_name_is_a_finding(tmp_path: Path) -> None:
    """Tools look for the exact name."""
    described = collected(tmp_path / "r", {"citation.cff": CFF}).citation
    assert described is not None
    assert "is called citation.cff" in told(described)


@pytest.mark.threat("T05")
@pytest.mark.parametrize("name", ["CITATION.cff", "codemeta.json"])
def test_links_are_not_followed(tmp_path: Path, name: str) -> None:
    """A5 for metadata: a link is a finding."""
    metadata = collected(tmp_path / "r", {name: "/etc/passwd"}, modes={name: 0o120000})
    assert "link" in told(metadata.descriptions[0])


def test_nothing_is_nothing(tmp_path: Path) -> None:
    """Without files there are no descriptions and no problems."""
    metadata = collected(tmp_path / "r", {"a.py": ""})
    assert metadata.descriptions == metadata.problems == metadata.manifests == ()
