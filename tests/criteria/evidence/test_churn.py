from pathlib import Path

from repos import commit_tree

from criteria.cache import Cache
from criteria.evidence import churn
from criteria.snapshot import Snapshot

DAY = 86_400


def test_only_first_party_code_counts(tmp_path: Path) -> None:
    commit_tree(tmp_path / "r", {"a.py": "x = 1\n", "a.md": "x\n"}, time=1_700_000_000)
    new = {"a.py": "x = 2\ny = 3\n", "a.md": "y\n", "vendor/b.py": "z = 1\n", "b.png": b"\0\1"}
    commit = commit_tree(tmp_path / "r", new, time=1_700_000_000 + 95 * DAY)
    found = churn.collect(Snapshot(tmp_path / "r", commit), Cache())
    assert (found.files, found.added, found.removed, found.young, found.days) == (1, 2, 1, False, 95)


def test_a_first_commit_is_young(tmp_path: Path) -> None:
    commit = commit_tree(tmp_path / "r", {"a.py": "x = 1\n"})
    found = churn.collect(Snapshot(tmp_path / "r", commit), Cache())
    assert (found.young, found.changed, found.problem) == (True, 0, None)
