"""All collectors over one snapshot: each kind is there, or its reason."""

from pathlib import Path

import pytest
from repos import snapshot_of

from criteria import collect as collecting
from criteria.all_scans import SCANS
from criteria.collect import ALONE, ANALYSES, HISTORY, collect
from criteria.errors import SnapshotError
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet
from criteria.snapshot import Snapshot

RETRIEVAL = Retrieval("git", "https://example.org/x.git", anonymous=True, reason="read without a login", versioned=True)
FILES = {
    "README.md": "# Sample\n\nA sample.\n",
    "LICENSE": "MIT\n",
    "sample.py": "import os  # noqa\n",
    "tests/test_sample.py": "def test_it():\n    assert True\n",
    "settings.json": "{}\n",
}

EVERY = {"retrieval", "census", *ALONE, *HISTORY, *ANALYSES, *(scan.KIND for scan in SCANS)}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return snapshot_of(tmp_path / "repository.git", FILES)


def _break(monkeypatch: pytest.MonkeyPatch, table: str, kind: str, error: BaseException) -> None:
    def broken(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(collecting, table, {**getattr(collecting, table), kind: broken})


def test_every_kind_is_collected(snapshot: Snapshot) -> None:
    """All static kinds and the retrieval, and nothing is missing."""
    evidence = collect(snapshot, RETRIEVAL)
    assert set(evidence) == EVERY
    assert not evidence.missing


def test_who_produced_it_is_told(snapshot: Snapshot) -> None:
    """Tools with their versions, our own version otherwise."""
    evidence = collect(snapshot, RETRIEVAL)
    assert evidence["census"].producer.startswith("assay ")
    assert evidence["style"].producer.startswith("json-syntax Python 3.")
    assert ", ruff 0." in evidence["style"].producer
    assert evidence["security"].producer.startswith("bandit 1.")


def test_an_empty_tree_is_collected_too(tmp_path: Path) -> None:
    """A33: no file, no error."""
    evidence = collect(snapshot_of(tmp_path / "repository.git", {}), RETRIEVAL)
    assert not evidence.missing
    assert evidence["security"].producer.startswith("assay ")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SnapshotError("object 12 is missing"), "object 12 is missing"),
        (RecursionError("secret path"), "the collector of licences evidence failed: RecursionError"),
    ],
)
def test_one_that_fails_is_missing_and_the_others_go_on(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    """A22: the reason of a known error is told; of an error of ours only its kind, the rest goes to the log."""
    _break(monkeypatch, "ALONE", "licences", error)
    evidence = collect(snapshot, RETRIEVAL)
    assert evidence.missing == {"licences": reason}
    assert set(evidence) == EVERY - {"licences"}


def test_without_the_facts_what_is_made_of_them_is_missing(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is the same for all of them, and the others are there."""

    def broken(*_arguments: object) -> None:
        raise SnapshotError("object 12 is missing")

    monkeypatch.setattr(collecting, "read_facts", broken)
    evidence = collect(snapshot, RETRIEVAL)
    assert evidence.why_missing("style") == "object 12 is missing"
    assert set(evidence) == {"retrieval", *ALONE, *HISTORY}


def test_a_scan_that_failed_is_missing(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """V7: what could not be read in one file is not the sum of the others."""

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SCANS[0], "read", broken)
    evidence = collect(snapshot, RETRIEVAL)
    assert "ZeroDivisionError" in evidence.missing[SCANS[0].KIND]
    assert set(evidence) == EVERY - {SCANS[0].KIND}


def test_an_interrupt_goes_on_upwards(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the evidence is never handed on as all of it."""
    _break(monkeypatch, "ALONE", "licences", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        collect(snapshot, RETRIEVAL)


def test_two_collections_are_equal(tmp_path: Path) -> None:
    """A31: equal trees give equal digests, kind by kind."""

    def digests(evidence: EvidenceSet) -> dict[str, str]:
        return {kind: evidence[kind].digest for kind in evidence}

    first, second = (snapshot_of(tmp_path / name, FILES) for name in ("1.git", "2.git"))
    assert digests(collect(first, RETRIEVAL)) == digests(collect(second, RETRIEVAL))
