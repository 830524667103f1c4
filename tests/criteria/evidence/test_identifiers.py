from pathlib import Path

from repos import snapshot_of

from criteria.evidence import identifiers
from criteria.evidence.identifiers import Identifiers

CFF = """cff-version: 1.2.0
message: m
title: Star Map
authors: [{name: A}]
doi: 10.5281/zenodo.8042260
identifiers: [{type: swh, value: "swh:1:rev:1111111111111111111111111111111111111112"}]
references: [{type: article, title: T, authors: [{name: B}], doi: 10.1093/mnras/stx0001}]
preferred-citation: {type: article, title: T, authors: [{name: B}], doi: 10.1093/mnras/stx0002}
"""


def _found(path: Path, files: dict[str, str | bytes], **more: object) -> Identifiers:
    return identifiers.collect(snapshot_of(path / "r", files, **more))


def test_articles_of_a_citation_file_are_not_the_software(tmp_path: Path) -> None:
    found = _found(tmp_path, {"CITATION.cff": CFF})
    assert {one.scheme for one in found.own} == {"doi", "swhid"}
    assert not any("mnras" in one.value for one in found.found)


def test_relations_are_kept(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "codemeta.json": '{"isVersionOf": "doi.org/10.5281/zenodo.1", "hasPart": {"@id": "10.5281/zenodo.2222"}}',
        ".zenodo.json": '{"related_identifiers": [{"relation": "isVersionOf", "identifier": "10.5281/zenodo.3333"},'
        ' {"relation": "cites", "identifier": "10.5281/zenodo.4444"}]}',
    }
    found = _found(tmp_path, files)
    assert {(one.value, one.relation, one.own) for one in found.found} == {
        ("10.5281/zenodo.1", "isversionof", True),
        ("10.5281/zenodo.2222", "haspart", False),
        ("10.5281/zenodo.3333", "isversionof", True),
    }


def test_the_swhid_of_the_tree_is_computed(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "r", {"a": "x"})
    assert identifiers.collect(snapshot).tree == f"swh:1:dir:{snapshot.tree}"


def test_broken_files_and_links_state_nothing(tmp_path: Path) -> None:
    found = _found(
        tmp_path, {"CITATION.cff": "a: [", "codemeta.json": "/etc/passwd"}, modes={"codemeta.json": 0o120000}
    )
    assert found.found == ()
    assert len(found.unread) == 1
