from pathlib import Path

from gathered import DAY, changed, evidence_of
from repos import commit_tree

from criteria.checks import code_churn
from criteria.model import EvidenceSet, Outcome
from criteria.snapshot import Snapshot

LIMITS = {"maximum_share": 0.5}
OLD = "".join(f"value_{n} = {n}\n" for n in range(40))


def _evidence(path: Path, new: str, days: int = 100, **fetched: object) -> EvidenceSet:
    commit_tree(path, {"a.py": OLD}, time=1_700_000_000)
    commit = commit_tree(path, {"a.py": new}, time=1_700_000_000 + days * DAY)
    return evidence_of(Snapshot(path, commit), **fetched)


def test_small_changes_pass_and_a_rewrite_fails(tmp_path: Path) -> None:
    small = code_churn.judge(_evidence(tmp_path / "a", OLD + "more = 1\n"), LIMITS)
    assert small.outcome is Outcome.PASS
    assert "1 lines added" in small.reason
    whole = _evidence(tmp_path / "b", OLD.replace("value", "other"))
    assert code_churn.judge(whole, LIMITS).outcome is Outcome.FAIL


def test_a_young_history_has_no_period(tmp_path: Path) -> None:
    assert (
        code_churn.judge(_evidence(tmp_path / "r", OLD + "more = 1\n", days=10), LIMITS).outcome
        is Outcome.NOT_APPLICABLE
    )


def test_an_archive_and_a_history_that_cannot_be_read_are_not_assessed(tmp_path: Path) -> None:
    assert code_churn.judge(_evidence(tmp_path / "a", OLD, versioned=False), LIMITS).outcome is Outcome.NOT_ASSESSED
    broken = changed(_evidence(tmp_path / "b", OLD), "churn", problem="an object is missing")
    assert code_churn.judge(broken, LIMITS).outcome is Outcome.NOT_ASSESSED
