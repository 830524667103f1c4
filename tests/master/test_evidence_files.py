"""Evidence in files: taken when it is about this project, refused in one sentence when it is not."""

import json
import zipfile
from pathlib import Path

import pytest
from report_examples import cell as sample_cell
from repos import snapshot_of

from criteria.evidence import advisories, cells, dependencies, forge
from criteria.evidence.cells import Cells
from criteria.evidence.retrieval import Retrieval
from criteria.model import Evidence, EvidenceSet
from master.errors import UsageError
from master.evidence_files import NO_FILES, EvidenceFiles, opened, with_advisories, with_forge

FETCHED = Retrieval("git", "https://github.com/ada/star-map", anonymous=True, reason="read", versioned=True)
FORGE = {"schema_version": "forge-1", "forge": "github", "repository": "github.com/ada/star-map",
         "captured_at": "2026-11-01T00:00:00Z"}  # fmt: skip


def _evidence(path: Path) -> EvidenceSet:
    snapshot = snapshot_of(path / "r.git", {"requirements.txt": "requests==2.0.0\n"})
    return EvidenceSet({dependencies.KIND: Evidence(dependencies.KIND, dependencies.collect(snapshot), "test")})


def _with(evidence: EvidenceSet, files: EvidenceFiles) -> EvidenceSet:
    return with_advisories(with_forge(evidence, opened(files, FETCHED)), files.osv)


def test_without_files_the_reason_says_which_option_brings_them(tmp_path: Path) -> None:
    """What is missing is named together with the way to bring it."""
    evidence = _with(_evidence(tmp_path), NO_FILES)
    assert "--forge" in evidence.why_missing(forge.KIND)
    assert "--osv" in evidence.why_missing(advisories.KIND)


def test_both_files_become_evidence(tmp_path: Path) -> None:
    """A forge file of this repository, and a record about a dependency of it."""
    (tmp_path / "forge.json").write_text(json.dumps(FORGE))
    record = {
        "id": "X-1", "modified": "2026-01-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "requests"}, "versions": ["2.0.0"]}],
    }  # fmt: skip
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("X-1.json", json.dumps(record))
    files = EvidenceFiles(tmp_path / "forge.json", tmp_path / "all.zip")
    evidence = _with(_evidence(tmp_path), files)
    assert evidence[forge.KIND].data.repository == "github.com/ada/star-map"
    assert [one.id for one in evidence[advisories.KIND].data.affected] == ["X-1"]


@pytest.mark.threat("A18")
def test_evidence_about_another_repository_is_refused(tmp_path: Path) -> None:
    """A fork does not inherit what is known of its origin: the error names both."""
    (tmp_path / "forge.json").write_text(json.dumps({**FORGE, "repository": "github.com/eve/star-map"}))
    with pytest.raises(UsageError, match="eve/star-map"):
        _with(_evidence(tmp_path), EvidenceFiles(forge=tmp_path / "forge.json"))


@pytest.mark.parametrize(
    ("name", "content"), [("absent.json", None), ("broken.json", "{"), ("other.json", '{"schema_version": "forge-9"}')]
)
def test_a_file_that_does_not_fit_is_a_sentence(tmp_path: Path, name: str, content: str | None) -> None:
    """It names the file; nothing is assessed with half of the evidence."""
    if content is not None:
        (tmp_path / name).write_text(content)
    for files in (EvidenceFiles(forge=tmp_path / name), EvidenceFiles(osv=tmp_path / name)):
        if files.osv is not None and content is not None:
            continue
        with pytest.raises(UsageError, match=name):
            _with(_evidence(tmp_path), files)


def test_advisories_need_the_dependencies(tmp_path: Path) -> None:
    """Without a list of dependencies nothing can be matched, and the reason leads there."""
    evidence = EvidenceSet({}, {dependencies.KIND: "object 12 is missing"})
    found = _with(evidence, EvidenceFiles(osv=tmp_path))
    assert found.why_missing(advisories.KIND) == "object 12 is missing"


def test_what_the_cells_installed_is_matched_too(tmp_path: Path) -> None:
    """A manifest without a lock leaves the version open; the cell knows which one it was."""
    cell = sample_cell(packages=("urllib3==1.0",))
    record = {
        "id": "X-2", "modified": "2026-01-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "urllib3"}, "versions": ["1.0"]}],
    }  # fmt: skip
    (tmp_path / "osv.jsonl").write_text(json.dumps(record) + "\n")
    evidence = _evidence(tmp_path)
    assert not with_advisories(evidence, tmp_path / "osv.jsonl")[advisories.KIND].data.affected
    ran = evidence.with_evidence(Evidence(cells.KIND, Cells((cell,), 0, {}), "test"))
    assert [one.id for one in with_advisories(ran, tmp_path / "osv.jsonl")[advisories.KIND].data.affected] == ["X-2"]
