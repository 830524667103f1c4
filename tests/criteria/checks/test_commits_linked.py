from pathlib import Path

from gathered import evidence_of
from repos import commit_tree

from criteria.checks import commits_linked
from criteria.model import EvidenceSet, Outcome
from criteria.snapshot import Snapshot

LIMITS = {"newest": 200, "minimum_changes": 3, "minimum_share": 0.5}


def _evidence(path: Path, *messages: str, **fetched: object) -> EvidenceSet:
    for number, message in enumerate(messages):
        commit = commit_tree(path, {"a.py": f"x = {number}\n"}, message=message, time=1_700_000_000 + number)
    return evidence_of(Snapshot(path, commit), **fetched)


def test_changes_that_name_issues_pass_and_others_fail(tmp_path: Path) -> None:
    good = _evidence(tmp_path / "a", "Fix the scale\n\nCloses #12", "Draw faster (#13)", "Show the pole, see #14")
    assert commits_linked.judge(good, LIMITS).outcome is Outcome.PASS
    bad = commits_linked.judge(_evidence(tmp_path / "b", "Fix", "Draw faster", "Show the pole"), LIMITS)
    assert bad.outcome is Outcome.FAIL
    assert len(bad.findings) == 3


def test_too_few_changes_and_an_archive_are_not_assessed(tmp_path: Path) -> None:
    assert commits_linked.judge(_evidence(tmp_path / "a", "Fix #1"), LIMITS).outcome is Outcome.NOT_ASSESSED
    archive = _evidence(tmp_path / "b", "a", "b", "c", versioned=False)
    assert commits_linked.judge(archive, LIMITS).outcome is Outcome.NOT_ASSESSED
