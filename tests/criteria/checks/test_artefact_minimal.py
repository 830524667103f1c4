"""QC.Del01.1: no leftovers in the artefact."""

from pathlib import Path
from typing import Any

import attrs
import pytest
from evidence_of import FETCHED
from repos import snapshot_of
from scans import census_of

from criteria.checks import artefact_minimal
from criteria.model import Evidence, EvidenceSet, Outcome, Verdict


def _judge(folder: Path, files: dict[str, str], **retrieval: Any) -> Verdict:
    items = {"retrieval": attrs.evolve(FETCHED, **retrieval), "census": census_of(snapshot_of(folder / "r", files))}
    return artefact_minimal.judge(EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in items.items()}), {})


def test_a_clean_archive_passes(tmp_path: Path) -> None:
    """Tests in it are wanted by those who package it."""
    files = {"a.py": "x = 1\n", "tests/test_a.py": "x = 1\n"}
    assert _judge(tmp_path, files, how="index").outcome is Outcome.PASS


@pytest.mark.parametrize("path", ["a/__pycache__/b.pyc", "b.pyc", ".DS_Store", "src/a.o", ".vscode/x.json", "a.py~"])
def test_a_leftover_fails(tmp_path: Path, path: str) -> None:
    verdict = _judge(tmp_path, {"a.py": "x = 1\n", path: "x"}, how="archive")
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == [path]


def test_a_repository_is_no_artefact(tmp_path: Path) -> None:
    """What is built of it is not at hand."""
    assert _judge(tmp_path, {"a.py": "x = 1\n"}).outcome is Outcome.NOT_ASSESSED


def test_without_code_it_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, {"a.txt": "x\n"}, how="index").outcome is Outcome.NOT_APPLICABLE
