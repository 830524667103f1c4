from pathlib import Path

import attrs
import pytest
from evidence_of import evidence_of
from repos import commit_tree

from criteria.checks import version_control
from criteria.model import Evidence, EvidenceSet, Outcome, Strength
from criteria.snapshot import Snapshot


def _evidence(path: Path, commits: int, **retrieval: object) -> EvidenceSet:
    for number in range(commits):
        commit = commit_tree(path, {"a": str(number)}, time=1_700_000_000 + number * 86_400)
    return evidence_of(Snapshot(path, commit), **retrieval)


def _changed(evidence: EvidenceSet, **changes: object) -> EvidenceSet:
    history = attrs.evolve(evidence["history"].data, **changes)
    return evidence.with_evidence(Evidence("history", history, "test"))


def test_a_history_of_several_commits_passes_and_is_reported(tmp_path: Path) -> None:
    verdict = version_control.judge(_evidence(tmp_path / "r", 3), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "3 commits by 1 author over 2 days"


@pytest.mark.threat("A17")
def test_a_source_drop_of_one_commit_fails(tmp_path: Path) -> None:
    verdict = version_control.judge(_evidence(tmp_path / "r", 1), {})
    assert verdict.outcome is Outcome.FAIL
    assert "single commit" in verdict.reason


def test_an_archive_is_not_assessed(tmp_path: Path) -> None:
    verdict = version_control.judge(_evidence(tmp_path / "r", 2, how="index", versioned=False), {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "an archive carries no history" in verdict.reason


@pytest.mark.threat("A22")
@pytest.mark.parametrize("change", [{"shallow": True}, {"broken": "an object is missing"}])
def test_a_history_that_was_cut_off_is_not_assessed(tmp_path: Path, change: dict[str, object]) -> None:
    verdict = version_control.judge(_changed(_evidence(tmp_path / "r", 2), **change), {})
    assert verdict.outcome is Outcome.NOT_ASSESSED


def test_a_dirty_checkout_and_a_truncated_walk_are_said(tmp_path: Path) -> None:
    evidence = _changed(_evidence(tmp_path / "r", 2, how="checkout", dirty=True), truncated=True)
    found = version_control.judge(evidence, {}).found or ""
    assert found.startswith("at least 2 commits")
    assert "not committed" in found
