from pathlib import Path

import attrs
import pytest
from evidence_of import evidence_of
from repos import commit_tree

from criteria.checks import release_tags
from criteria.evidence import metadata as metadata_evidence
from criteria.evidence.metadata import Metadata
from criteria.metadata.manifests import Manifest
from criteria.model import Evidence, EvidenceSet, Outcome, Strength
from criteria.snapshot import Snapshot


def _evidence(path: Path, *tags: str, files: dict[str, str] | None = None, **retrieval: object) -> EvidenceSet:
    commit = commit_tree(path, files or {"setup.cfg": "[metadata]\nname = star-map\n"}, tags=tags)
    return evidence_of(Snapshot(path, commit), **retrieval)


@pytest.mark.threat("A16")
@pytest.mark.parametrize("tag", ["v1.2.3", "1.2.3", "release-1.2.3", "star-map-1.2.3", "star_map/v1.2.3", "V1.2.3"])
def test_semantic_versions_pass_with_the_usual_prefixes(tmp_path: Path, tag: str) -> None:
    assert release_tags.judge(_evidence(tmp_path / "r", tag), {}).outcome is Outcome.PASS


@pytest.mark.threat("A16")
def test_no_tag_and_no_release_fail_and_nothing_passes_vacuously(tmp_path: Path) -> None:
    assert release_tags.judge(_evidence(tmp_path / "a"), {}).outcome is Outcome.FAIL
    assert release_tags.judge(_evidence(tmp_path / "b", "latest", "paper"), {}).outcome is Outcome.FAIL


@pytest.mark.threat("A16")
@pytest.mark.parametrize(("tag", "words"), [("2024.05", "CalVer"), ("v1.2", "PEP 440"), ("1.2.3rc1", "PEP 440")])
def test_another_scheme_passes_only_where_it_is_documented(tmp_path: Path, tag: str, words: str) -> None:
    undocumented = release_tags.judge(_evidence(tmp_path / "a", tag), {})
    documented = release_tags.judge(
        _evidence(tmp_path / "b", tag, files={"README.md": f"Versions follow {words}.\n"}), {}
    )
    assert (undocumented.outcome, documented.outcome) == (Outcome.FAIL, Outcome.PASS)
    assert "README.md" in documented.reason


def test_the_latest_release_decides(tmp_path: Path) -> None:
    assert release_tags.judge(_evidence(tmp_path / "a", "v0.1", "v1.0.0"), {}).outcome is Outcome.PASS
    assert release_tags.judge(_evidence(tmp_path / "b", "v1.0.0", "v2.0"), {}).outcome is Outcome.FAIL


@pytest.mark.threat("A16")
def test_a_release_off_the_history_does_not_count(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    commit = commit_tree(repo, {"a": "1"})
    commit_tree(repo, {"a": "2"}, tags=("v1.0.0",))
    verdict = release_tags.judge(evidence_of(Snapshot(repo, commit)), {})
    assert verdict.outcome is Outcome.FAIL
    assert "elsewhere" in verdict.reason


@pytest.mark.parametrize(
    ("version", "strength"),
    [("1.2.3", Strength.E3), ("1.3.0.dev0", Strength.E2), (None, Strength.E2), ("\x1b[31m", Strength.E2)],
)
def test_a_manifest_that_agrees_is_a_second_witness(tmp_path: Path, version: str | None, strength: Strength) -> None:
    """E3 where the first manifest that states a version states this one."""
    manifests = (Manifest("setup.cfg"), Manifest("pyproject.toml", version=version))
    metadata = Evidence(metadata_evidence.KIND, Metadata(2, manifests=manifests), "test")
    verdict = release_tags.judge(_evidence(tmp_path / "r", "v1.2.3").with_evidence(metadata), {})
    assert verdict.strength is strength
    assert verdict.reason.isprintable()


def test_an_archive_and_a_shallow_clone_without_tags_are_not_assessed(tmp_path: Path) -> None:
    assert release_tags.judge(_evidence(tmp_path / "a", "v1.0.0", versioned=False), {}).outcome is Outcome.NOT_ASSESSED
    evidence = _evidence(tmp_path / "b")
    shallow = Evidence("history", attrs.evolve(evidence["history"].data, shallow=True), "test")
    assert release_tags.judge(evidence.with_evidence(shallow), {}).outcome is Outcome.NOT_ASSESSED
