"""QC.Del02: an artefact that anybody can fetch."""

from pathlib import Path
from typing import Any

import attrs
from evidence_of import FETCHED
from repos import snapshot_of
from scans import census_of

from criteria.checks import artefact_published
from criteria.evidence import metadata
from criteria.evidence.forge import Forge, ForgeRelease, Time
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict

FILES = {"a.py": "x = 1\n", "pyproject.toml": '[project]\nname = "star-map"\nversion = "1.2.0"\n'}
INDEX = {"how": "index", "location": "https://index.example/star-map/star_map-1.2.0.tar.gz", "digest": "sha256:0"}


def _judge(folder: Path, files: dict[str, str], forge: Forge | None = None, **retrieval: Any) -> Verdict:
    snapshot = snapshot_of(folder / "r", files)
    items = {
        "retrieval": attrs.evolve(FETCHED, **retrieval), "census": census_of(snapshot),
        "metadata": metadata.collect(snapshot), **({"forge": forge} if forge else {}),
    }  # fmt: skip
    return artefact_published.judge(
        EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in items.items()}), {}
    )


def test_what_was_fetched_from_an_index_is_registered(tmp_path: Path) -> None:
    """E3 with a digest and the version of the manifest."""
    verdict = _judge(tmp_path / "a", FILES, **INDEX)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert _judge(tmp_path / "b", FILES, **{**INDEX, "digest": None}).strength is Strength.E2


def test_an_index_that_asks_for_a_credential_is_not_public(tmp_path: Path) -> None:
    assert _judge(tmp_path, FILES, **INDEX, anonymous=False).outcome is Outcome.FAIL


def test_a_release_with_files_on_the_forge_is_one(tmp_path: Path) -> None:
    """One without files is only a name."""
    with_files = Forge("github", "github.com/a/b", Time(0), releases=(ForgeRelease("v1", assets=("a.whl",)),))
    assert _judge(tmp_path / "a", FILES, with_files).outcome is Outcome.PASS
    bare = attrs.evolve(with_files, releases=(ForgeRelease("v1", assets=()),))
    assert _judge(tmp_path / "b", FILES, bare).outcome is Outcome.NOT_ASSESSED


def test_without_evidence_of_the_network_it_is_not_assessed(tmp_path: Path) -> None:
    """There are many places where it could be."""
    assert _judge(tmp_path / "a", FILES).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", FILES, **INDEX, anonymous=None).outcome is Outcome.NOT_ASSESSED


def test_without_code_it_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"a.txt": "x\n"}, **INDEX).outcome is Outcome.NOT_APPLICABLE
