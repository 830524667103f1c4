from pathlib import Path

import pytest
from gathered import evidence_of
from repos import commit_tree

from criteria.checks import version_identifiers
from criteria.model import Outcome
from criteria.snapshot import Snapshot


def test_a_release_tag_on_the_history_passes_with_its_swhid(tmp_path: Path) -> None:
    commit = commit_tree(tmp_path / "r", {"a.py": "x = 1\n"}, tags=("v1.0.0",))
    verdict = version_identifiers.judge(evidence_of(Snapshot(tmp_path / "r", commit)), {})
    assert verdict.outcome is Outcome.PASS
    assert f"swh:1:rev:{commit}" in verdict.reason


@pytest.mark.threat("A16")
def test_no_tag_and_one_version_on_two_commits_fail(tmp_path: Path) -> None:
    bare = commit_tree(tmp_path / "a", {"a.py": "x = 1\n"})
    assert version_identifiers.judge(evidence_of(Snapshot(tmp_path / "a", bare)), {}).outcome is Outcome.FAIL
    commit_tree(tmp_path / "b", {"a.py": "x = 1\n"}, tags=("v1.0.0",))
    moved = commit_tree(tmp_path / "b", {"a.py": "x = 2\n"}, tags=("1.0.0",))
    verdict = version_identifiers.judge(evidence_of(Snapshot(tmp_path / "b", moved)), {})
    assert verdict.outcome is Outcome.FAIL
    assert "2 commits" in verdict.findings[0].message


def test_an_archive_has_no_tags(tmp_path: Path) -> None:
    commit = commit_tree(tmp_path / "r", {"a.py": "x = 1\n"})
    evidence = evidence_of(Snapshot(tmp_path / "r", commit), versioned=False)
    assert version_identifiers.judge(evidence, {}).outcome is Outcome.NOT_ASSESSED
