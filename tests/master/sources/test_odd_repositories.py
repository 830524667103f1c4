"""Repositories that are none for us: a sentence that says what, where and what to do, and no traceback."""

import subprocess
from pathlib import Path

import pygit2
import pytest
from repos import commit_tree

from criteria.errors import SnapshotError
from criteria.snapshot import Snapshot
from master.errors import UsageError
from master.sources.checkout import resolve


def _git(folder: Path, *line: str) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *line], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.mark.threat("A22")
def test_a_repository_of_longer_ids_is_told(tmp_path: Path) -> None:
    """SHA-256 is no SHA-1 that went wrong: the repository is refused in one sentence."""
    tree = tmp_path / "tree"
    tree.mkdir()
    _git(tree, "init", "--quiet", "--object-format=sha256")
    (tree / "a").write_text("a\n")
    _git(tree, "add", "a")
    _git(tree, "commit", "--quiet", "-m", "A change")
    with pytest.raises(UsageError, match="cannot be read") as caught:
        resolve(str(tree), None, tmp_path / "state")
    assert "\n" not in str(caught.value)
    with pytest.raises(SnapshotError, match="40 hex digits"):
        Snapshot(tree, "a" * 64)


@pytest.mark.threat("A33")
@pytest.mark.parametrize("bare", [False, True])
def test_a_source_without_a_commit_is_a_sentence(tmp_path: Path, bare: bool) -> None:
    """Empty, bare or not: it says that something has to be committed first."""
    pygit2.init_repository(str(tmp_path / "r"), bare=bare)
    with pytest.raises(UsageError, match="has no commit yet"):
        resolve(str(tmp_path / "r"), None, tmp_path / "state")


@pytest.mark.threat("A33")
def test_a_bare_repository_without_branches_is_read_by_its_commit(tmp_path: Path) -> None:
    """HEAD is detached and no branch is left: the commit is the source all the same."""
    commit = commit_tree(tmp_path / "r", {"a": "1"})
    repo = pygit2.Repository(str(tmp_path / "r"))
    repo.set_head(pygit2.Oid(hex=commit))
    for name in list(repo.branches.local):
        repo.references.delete(f"refs/heads/{name}")
    assert resolve(str(tmp_path / "r"), None, tmp_path / "state").commit == commit
