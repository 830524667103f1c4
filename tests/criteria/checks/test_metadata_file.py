import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from licence_texts import licence_evidence, through_the_judge
from repos import commit_tree

from criteria.checks import metadata_file as check
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict

CFF = """\
cff-version: 1.2.0
message: Please cite this software.
title: Star Map
authors:
  - family-names: Gomes
    given-names: Jorge
version: 1.2.0
"""
CODEMETA = {
    "@context": "https://w3id.org/codemeta/3.0",
    "@type": "SoftwareSourceCode",
    "name": "star-map",
    "author": [{"@type": "Person", "name": "Jorge Gomes"}],
}
PARAMETERS = {"main_contributor_share": 0.1}
MANIFEST = '[project]\nname = "star-map"\nversion = "1.2.0"\n'


def judged(path: Path, files: dict[str, str | bytes], **more: Any) -> Verdict:
    return check.judge(licence_evidence(path / "r", files, **more), PARAMETERS)


@pytest.mark.parametrize("files", [{"CITATION.cff": CFF}, {"codemeta.json": json.dumps(CODEMETA)}])
def test_a_valid_file_alone_passes_at_e2(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    """Either format is enough; nothing else confirms it."""
    verdict = judged(tmp_path, files)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_date_is_held_against_a_commit_and_never_against_an_archive(tmp_path: Path) -> None:
    """The commit that we make of an archive bears no time of the project."""
    evidence = licence_evidence(tmp_path / "r", {"CITATION.cff": f"{CFF}date-released: 2900-01-01\n"})
    assert "lies after the commit" in check.judge(evidence, PARAMETERS).reason
    fetched = attrs.evolve(evidence["retrieval"].data, versioned=False)
    archived = evidence.with_evidence(Evidence("retrieval", fetched, "test"))
    assert check.judge(archived, PARAMETERS).outcome is Outcome.PASS


def test_a_pass_names_what_agrees(tmp_path: Path) -> None:
    """The manifest by its path, or the tag."""
    assert "agrees with pyproject.toml" in judged(tmp_path, {"CITATION.cff": CFF, "pyproject.toml": MANIFEST}).reason
    assert "agrees with the newest release tag" in judged(tmp_path, {"CITATION.cff": CFF}, tags=("v1.2.0",)).reason


@pytest.mark.parametrize("manifest", [MANIFEST, '[project]\nname = "star-map"\ndynamic = ["version"]\n'])
def test_a_manifest_that_agrees_lifts_it_to_e3(tmp_path: Path, manifest: str) -> None:
    """By version or by name."""
    assert judged(tmp_path, {"CITATION.cff": CFF, "pyproject.toml": manifest}).strength is Strength.E3


@pytest.mark.parametrize("tag", ["v1.2.0", "1.2", "release-1.2.0"])
def test_a_release_tag_that_agrees_lifts_it_to_e3(tmp_path: Path, tag: str) -> None:
    """However the tag is written."""
    assert judged(tmp_path, {"CITATION.cff": CFF}, tags=(tag,)).strength is Strength.E3


def test_the_newest_release_counts_while_the_manifest_is_ahead(tmp_path: Path) -> None:
    """Between two releases the file still names the last one."""
    files: dict[str, str | bytes] = {"CITATION.cff": CFF, "pyproject.toml": MANIFEST.replace("1.2.0", "1.3.0.dev0")}
    assert judged(tmp_path, files, tags=("v1.2.0",)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("manifest", "tags"), [(MANIFEST.replace("1.2.0", "1.3.0"), ()), ("", ("v1.3.0", "v1.2.0")), (MANIFEST, ())]
)
def test_a_version_that_nothing_knows_fails(tmp_path: Path, manifest: str, tags: tuple[str, ...]) -> None:
    """A8: stale, or from the future; both are named with what is known."""
    stale = (
        CFF
        if manifest != MANIFEST
        else CFF.replace("1.2.0\n", "9.9.0\n").replace("cff-version: 9.9.0", "cff-version: 1.2.0")
    )
    verdict = judged(tmp_path, {"CITATION.cff": stale, "pyproject.toml": manifest}, tags=tags)
    assert verdict.outcome is Outcome.FAIL
    assert "not current" in verdict.findings[0].message


def test_no_file_fails(tmp_path: Path) -> None:
    """A file deeper in the tree does not describe the whole."""
    assert judged(tmp_path, {"README.md": "x", "docs/CITATION.cff": CFF}).outcome is Outcome.FAIL


@pytest.mark.parametrize("content", [b"", b"anything", b"\xff\xfe", b"{}", b"a: [", b"title: x\n"])
@pytest.mark.parametrize("name", ["CITATION.cff", "codemeta.json"])
def test_any_bytes_are_not_metadata(tmp_path: Path, name: str, content: bytes) -> None:
    """F5: the name of the file proves nothing."""
    assert judged(tmp_path, {name: content}).outcome is Outcome.FAIL


@pytest.mark.threat("A8")
def test_each_fault_is_a_finding(tmp_path: Path) -> None:
    """A8: placeholders, wrong check digit, sample DOI, future version and date."""
    text = (
        CFF.replace("Star Map", "TODO")
        .replace("    given-names: Jorge", "    given-names: Jorge\n    orcid: https://orcid.org/0000-0002-9142-2597")
        .replace("version: 1.2.0\n", 'version: "999.0"\ndate-released: 2031-01-01\ndoi: 10.5281/zenodo.0\n')
        .replace('cff-version: "999.0"\ndate-released: 2031-01-01\ndoi: 10.5281/zenodo.0\n', "cff-version: 1.2.0\n")
    )
    verdict = judged(tmp_path, {"CITATION.cff": text, "pyproject.toml": MANIFEST})
    assert verdict.outcome is Outcome.FAIL
    messages = " | ".join(finding.message for finding in verdict.findings)
    for part in ("TODO", "check digit", "sample DOI", "plausible", "after the commit", "not current"):
        assert part in messages
    assert all(finding.path == "CITATION.cff" for finding in verdict.findings)


def test_a_good_file_does_not_hide_a_bad_one(tmp_path: Path) -> None:
    """Both files are read by tools, so both must be right and agree."""
    other = json.dumps({**CODEMETA, "version": "1.1.0"})
    assert judged(tmp_path, {"CITATION.cff": CFF, "codemeta.json": other}).outcome is Outcome.FAIL


def test_an_empty_commit_is_not_applicable(tmp_path: Path) -> None:
    """Where there is nothing, there is nothing to describe."""
    assert judged(tmp_path, {}).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("missing", check.NEEDS)
def test_without_evidence_it_is_not_assessed(tmp_path: Path, missing: str) -> None:
    """Both the metadata and the history are needed."""
    evidence = licence_evidence(tmp_path / "r", {"CITATION.cff": CFF})
    rest = EvidenceSet({kind: evidence[kind] for kind in evidence if kind != missing})
    assert through_the_judge(check, rest).outcome is Outcome.NOT_ASSESSED


def told(verdict: Verdict) -> str:
    return " | ".join(finding.message for finding in verdict.findings)


def with_history(path: Path, files: dict[str, str | bytes], people: list[tuple[str, int]]) -> Verdict:
    """Judged at the last of several commits, as many by each person as told."""
    for name, commits in people:
        for number in range(commits):
            commit_tree(path / "r", {"n": f"{name}{number}"}, author=(name, f"{name[0]}@lab.org"))
    return check.judge(licence_evidence(path / "r", files, author=(people[0][0], "x@lab.org")), PARAMETERS)


def test_authors_that_are_no_persons_are_a_note(tmp_path: Path) -> None:
    """A group is valid, and gives nobody credit."""
    text = CFF.replace("  - family-names: Gomes\n    given-names: Jorge\n", "  - name: The Star Map Developers\n")
    verdict = judged(tmp_path, {"CITATION.cff": text})
    assert verdict.outcome is Outcome.PASS
    assert "no persons" in told(verdict)


def test_authors_are_compared_with_the_history(tmp_path: Path) -> None:
    """Who made much and is not listed, and who is listed and made nothing: shown, and no failure."""
    people = [("Ada Lovelace", 8), ("Occasional Helper", 1), ("Ida Rhodes", 4)]
    verdict = with_history(tmp_path, {"CITATION.cff": CFF}, people)
    assert verdict.outcome is Outcome.PASS
    assert '"Ada Lovelace" made 9 commits' in told(verdict)
    assert '"Ida Rhodes" made 4 commits' in told(verdict)
    assert "Helper" not in told(verdict)
    assert '"Jorge Gomes" made no commit' in told(verdict)


def test_a_short_history_says_nothing_about_authors(tmp_path: Path) -> None:
    """Whoever put the first files there is not the author of all."""
    assert judged(tmp_path, {"CITATION.cff": CFF}).findings == ()


def test_the_file_of_another_project_fails(tmp_path: Path) -> None:
    """A8, L6: an address that shares neither owner nor name with the manifest's."""
    manifest = MANIFEST + '[project.urls]\nSource = "https://github.com/lab/star-map"\n'
    copied = CFF + "repository-code: https://github.com/others/moon-map\n"
    moved = CFF + "repository-code: https://github.com/example/star-map\n"
    assert "another project" in told(judged(tmp_path / "a", {"CITATION.cff": copied, "pyproject.toml": manifest}))
    assert judged(tmp_path / "b", {"CITATION.cff": moved, "pyproject.toml": manifest}).outcome is Outcome.PASS


@pytest.mark.threat("A18")
def test_an_address_of_another_place_holds_it_at_e2(tmp_path: Path) -> None:
    """A18: what describes another repository is not shown to describe this one."""
    here = CFF + "repository-code: https://github.com/example/star-map\n"
    there = CFF + "repository-code: https://github.com/upstream/star-map\n"
    same = judged(tmp_path / "a", {"CITATION.cff": here, "pyproject.toml": MANIFEST})
    fork = judged(tmp_path / "b", {"CITATION.cff": there, "pyproject.toml": MANIFEST})
    assert (same.strength, fork.strength) == (Strength.E3, Strength.E2)
    assert "the source came from github.com/example/star-map" in told(fork)


def test_what_is_no_address_fails(tmp_path: Path) -> None:
    """A repository is somewhere on the web."""
    other = json.dumps({**CODEMETA, "codeRepository": "star-map"})
    assert "no web address" in told(judged(tmp_path, {"codemeta.json": other}))


@pytest.mark.parametrize("version", ["0.0.0", "0.0", "999.0", "newest"])
def test_a_version_of_nothing_fails(tmp_path: Path, version: str) -> None:
    """A8: placeholders of build tools and impossible numbers."""
    text = CFF.replace("\nversion: 1.2.0", f"\nversion: '{version}'")
    assert judged(tmp_path, {"CITATION.cff": text}).outcome is Outcome.FAIL


def test_a_version_file_is_a_witness(tmp_path: Path) -> None:
    """Many projects keep their version in a file of one line."""
    assert judged(tmp_path / "a", {"CITATION.cff": CFF, "VERSION.txt": "1.2.0\n"}).strength is Strength.E3
    assert judged(tmp_path / "b", {"CITATION.cff": CFF, "VERSION.txt": "1.4.0\n"}).outcome is Outcome.FAIL


def test_what_the_archive_is_told_has_to_agree(tmp_path: Path) -> None:
    """.zenodo.json is compared, and describes nothing by itself."""
    zenodo = '{"title": "Star Map", "version": "1.1.0", "creators": [{"name": "Gomes, Jorge"}]}'
    both = judged(tmp_path / "a", {"CITATION.cff": CFF, ".zenodo.json": zenodo})
    alone = judged(tmp_path / "b", {".zenodo.json": zenodo})
    assert "make them agree" in told(both)
    assert (both.outcome, alone.outcome) == (Outcome.FAIL, Outcome.FAIL)
    assert ".zenodo.json alone" in alone.reason
