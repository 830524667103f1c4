import json
from pathlib import Path
from typing import Any

import pytest
from fixes import ground, proposed
from licence_texts import licence_evidence

from criteria.checks import metadata_file
from criteria.evidence.metadata import Metadata
from criteria.fixes import codemeta_from_citation as fix
from criteria.metadata import codemeta
from criteria.model import Outcome

CFF = """\
cff-version: 1.2.0
message: Please cite this software.
title: Star Map
abstract: Maps of stars, in ÷ and more.
authors:
  - family-names: Gomes
    given-names: Jorge
    name-particle: de
    orcid: https://orcid.org/0000-0002-9142-2596
    affiliation: Lab of Stars
    email: jorge@lab.org
  - name: The Star Map Developers
    website: https://stars.org/team
version: 1.2.0
date-released: 2023-11-01
doi: 10.5281/zenodo.8042260
license: [MIT, Apache-2.0]
keywords: [astronomy, maps]
repository-code: https://github.com/example/star-map
preferred-citation:
  type: article
  title: Maps of stars
  doi: 10.1000/182
  authors:
    - family-names: Gomes
"""
MINIMAL = "cff-version: 1.2.0\nmessage: Please cite.\ntitle: Sage\nauthors:\n  - name: The Sage Developers\n"


def made(path: Path, text: str) -> tuple[dict[str, Any], Any]:
    (proposal,), notes = proposed(fix, ground(path, {"CITATION.cff": text}))
    assert (proposal.path, proposal.before, proposal.blanks, notes) == ("codemeta.json", None, (), [])
    return json.loads(proposal.after), proposal


def test_every_statement_is_carried_over(tmp_path: Path) -> None:
    """Persons and entities, several licences, identifiers and the article."""
    data, _ = made(tmp_path / "r", CFF)
    assert data["name"] == "Star Map"
    assert data["description"].startswith("Maps of stars, in ÷")
    assert data["author"][0] == {
        "@type": "Person", "givenName": "Jorge", "familyName": "de Gomes", "email": "jorge@lab.org",
        "@id": "https://orcid.org/0000-0002-9142-2596",
        "affiliation": {"@type": "Organization", "name": "Lab of Stars"},
    }  # fmt: skip
    assert data["author"][1]["@type"] == "Organization"
    assert data["license"] == ["https://spdx.org/licenses/MIT", "https://spdx.org/licenses/Apache-2.0"]
    assert data["identifier"] == "https://doi.org/10.5281/zenodo.8042260"
    assert data["referencePublication"]["identifier"] == "https://doi.org/10.1000/182"


def test_nothing_is_added(tmp_path: Path) -> None:
    """A minimal file makes a minimal file."""
    data, _ = made(tmp_path / "r", MINIMAL)
    assert set(data) == {"@context", "@type", "name", "author"}


@pytest.mark.parametrize("text", [CFF, MINIMAL])
def test_our_own_check_finds_it_valid_and_in_agreement(tmp_path: Path, text: str) -> None:
    """No finding in the new file, the same facts in both, and the rule stays met."""
    _, proposal = made(tmp_path / "a", text)
    evidence = licence_evidence(tmp_path / "b", {"CITATION.cff": text, "codemeta.json": proposal.after})
    metadata: Metadata = evidence["metadata"].data
    citation, other = metadata.descriptions
    assert codemeta.describe("codemeta.json", proposal.after.decode()).findings == ()
    assert (citation.title, citation.version, citation.authors) == (other.title, other.version, other.authors)
    assert citation.persons == other.persons
    assert citation.dois == other.dois
    verdict = metadata_file.judge(evidence, {"main_contributor_share": 0.1})
    assert verdict.outcome is Outcome.PASS


def test_a_file_with_faults_is_no_ground(tmp_path: Path) -> None:
    """A8: placeholders do not travel."""
    proposals, notes = proposed(
        fix, ground(tmp_path / "r", {"CITATION.cff": CFF.replace("title: Star Map", "title: TODO")})
    )
    assert proposals == []
    assert "faults of its own" in notes[0]


@pytest.mark.parametrize("files", [{}, {"CITATION.cff": CFF, "codemeta.json": "{}"}])
def test_without_need_or_ground_nothing_is_said(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    """No CITATION.cff, or a codemeta.json already, whatever it is worth."""
    assert proposed(fix, ground(tmp_path / "r", files)) == ([], [])


def test_a_data_set_is_no_software(tmp_path: Path) -> None:
    """The format also describes data."""
    proposals, notes = proposed(fix, ground(tmp_path / "r", {"CITATION.cff": MINIMAL + "type: dataset\n"}))
    assert proposals == []
    assert "no software" in notes[0]
