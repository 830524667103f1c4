"""The files in which two commits differ, read from git objects under caps."""

from pathlib import Path

import pygit2
import pytest
from raw_trees import raw_snapshot
from repos import commit_tree

from criteria.changes import difference
from criteria.changes.difference import Difference, commits_between, differences
from criteria.errors import SnapshotError
from criteria.snapshot import Snapshot

TEXT = "".join(f"line {number}\n" for number in range(40))


def _both(
    folder: Path, before: dict[str, str | bytes], after: dict[str, str | bytes], **more: object
) -> dict[str, Difference]:
    base = Snapshot(folder, commit_tree(folder, before))
    head = Snapshot(folder, commit_tree(folder, after, **more))  # type: ignore[arg-type]
    found, cut = differences(base, head)
    assert cut is None
    return {one.path: one for one in found}


def test_added_changed_deleted_and_renamed_files(tmp_path: Path) -> None:
    """A renamed file is one, with both names; what stayed is not there."""
    found = _both(
        tmp_path,
        {"same": "x", "a": "1\n", "gone": "g\n", "old/name.py": TEXT},
        {"same": "x", "a": "2\n", "fresh": "n\n", "new/name.py": TEXT + "more\n"},
    )
    assert list(found) == ["a", "fresh", "gone", "new/name.py"]
    assert (found["a"].before, found["a"].old, found["a"].new) == ("a", "1\n", "2\n")
    assert (found["gone"].before, found["gone"].new) == ("gone", None)
    assert (found["fresh"].before, found["fresh"].old) == (None, "")
    assert (found["new/name.py"].before, found["new/name.py"].old) == ("old/name.py", TEXT)


@pytest.mark.threat("T05")
def test_links_submodules_and_binary_files_have_no_lines(tmp_path: Path) -> None:
    """A link is never followed, whatever it points to."""
    found = _both(
        tmp_path, {"a": "x", "b": "y\n"}, {"a": "/etc/passwd", "b": b"\0\1\n", "c": b"caf\xe9\n"}, modes={"a": 0o120000}
    )
    assert (found["a"].new, found["a"].unread) == ("", None)
    assert (found["b"].new, found["b"].binary) == ("", True)
    assert found["c"].new == "caf\ufffd\n"


@pytest.mark.threat("A29")
def test_what_is_too_large_is_said_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file, all files together, their lines, and their number."""
    monkeypatch.setattr(difference, "MAX_FILE", 8)
    found = _both(tmp_path, {"a": "1\n"}, {"a": "123456789\n", "b": "2\n"})
    assert "larger than" in (found["a"].unread or "")
    assert found["b"].unread is None
    monkeypatch.setattr(difference, "MAX_BYTES", 3)
    found = _both(tmp_path, {}, {"a": "1\n", "b": "2\n"})
    assert [one.unread is None for one in found.values()] == [True, False]
    monkeypatch.undo()
    monkeypatch.setattr(difference, "MAX_LINES", 2)
    found = _both(tmp_path, {"a": "1\n2\n3\n"}, {"a": "1\n2\n4\n", "b": "1\n2\n3\n4\n"})
    assert [one.unread is None for one in found.values()] == [False, True]  # one that is new need not be compared
    monkeypatch.setattr(difference, "MAX_COMPARED", 1)
    assert "more than 1 lines" in (_both(tmp_path, {"a": "1\n2\n"}, {"a": "1\n3\n"})["a"].unread or "")
    monkeypatch.setattr(difference, "MAX_FILES", 1)
    base, head = (Snapshot(tmp_path, commit_tree(tmp_path, files)) for files in ({}, {"a": "1", "b": "2"}))
    some, cut = differences(base, head)
    assert len(some) == 1
    assert "more than 1 files" in (cut or "")


def test_many_moved_files_are_matched_by_equal_content_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To compare each with each would take as long as somebody likes."""
    monkeypatch.setattr(difference, "_RENAMES", 1)
    before = {"a/1.py": TEXT, "a/2.py": TEXT + "two\n"}
    after = {"b/1.py": TEXT, "b/2.py": TEXT + "zwei\n"}
    found = _both(tmp_path, before, after)
    assert (found["b/1.py"].before if "b/1.py" in found else None, found["b/2.py"].before) == ("a/1.py", None)


def test_names_that_are_no_utf_8_are_read(tmp_path: Path) -> None:
    base = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1"}))
    head = raw_snapshot(tmp_path, {b"\xff.py": b"x = 1\n"})
    assert [one.path for one in differences(base, head)[0]] == ["a", "\udcff.py"]


@pytest.mark.threat("A22")
def test_a_missing_object_is_told_of_its_file(tmp_path: Path) -> None:
    """As a partial clone leaves it."""
    base = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1\n"}))
    head = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "2\n", "b": "3\n"}))
    blob = str(head.by_path["a"].id)
    (tmp_path / "objects" / blob[:2] / blob[2:]).unlink()
    found = {one.path: one for one in differences(Snapshot(tmp_path, base.commit), Snapshot(tmp_path, head.commit))[0]}
    assert "missing or broken" in (found["a"].unread or "")
    assert found["b"].new == "3\n"


def test_a_tree_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    base = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1\n"}))
    head = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "2\n"}))
    (tmp_path / "objects" / head.tree[:2] / head.tree[2:]).unlink()
    with pytest.raises(SnapshotError, match="cannot be compared"):
        differences(Snapshot(tmp_path, base.commit), Snapshot(tmp_path, head.commit))


def test_the_commits_between_are_those_the_base_has_not(tmp_path: Path) -> None:
    """Newest first, with message, author and parents; no more than asked for."""
    ids = [
        commit_tree(tmp_path, {"a": str(number)}, message=f"Change {number}", time=10**9 + number)
        for number in range(4)
    ]
    base, head = Snapshot(tmp_path, ids[1]), Snapshot(tmp_path, ids[3])
    found = commits_between(base, head, 10)
    assert [(one.message, one.parents) for one in found] == [("Change 3", (ids[2],)), ("Change 2", (ids[1],))]
    assert len(commits_between(base, head, 1)) == 1
    assert commits_between(head, head, 10) == ()


@pytest.mark.threat("A24")
def test_a_tree_of_many_folders_is_compared(tmp_path: Path) -> None:
    """A path as deep as git takes it."""
    deep = "/".join(["d"] * 1500)
    repository = pygit2.init_repository(str(tmp_path), bare=True)
    tree = repository.TreeBuilder()
    tree.insert("x", repository.create_blob(b"1\n"), pygit2.enums.FileMode.BLOB)
    id_ = tree.write()
    for _ in range(1500):
        tree = repository.TreeBuilder()
        tree.insert("d", id_, pygit2.enums.FileMode.TREE)
        id_ = tree.write()
    who = pygit2.Signature("A", "a@b.org", 10**9, 0)
    empty = repository.create_commit("HEAD", who, who, "Empty", repository.TreeBuilder().write(), [])
    head = repository.create_commit("HEAD", who, who, "Deep", id_, [empty])
    try:
        found, _ = differences(Snapshot(tmp_path, str(empty)), Snapshot(tmp_path, str(head)))
    except SnapshotError as error:
        assert "cannot be compared" in str(error)
    else:
        assert [one.path for one in found] == [f"{deep}/x"]
