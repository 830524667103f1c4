"""Texts of a tree: the repository's own, each content once, the top folder first."""

from pathlib import Path

from repos import snapshot_of

from master.plan.tree_text import MAX_ALL, MAX_TEXT, text_at, texts


def test_own_files(tmp_path: Path) -> None:
    """What stands in folders of others is passed over, and so is a content that was read before."""
    tree = {"z.txt": "top", "a/b.txt": "below", "a/c.txt": "top", "vendor/d.txt": "no", "googletest-1/e.txt": "no"}
    snapshot = snapshot_of(tmp_path, tree)
    assert list(texts(snapshot, lambda entry: entry.name.endswith(".txt"))) == [("z.txt", "top"), ("a/b.txt", "below")]


def test_size(tmp_path: Path) -> None:
    """Of a long text the beginning is read; what is not there is None."""
    snapshot = snapshot_of(tmp_path, {"long": "x" * (MAX_TEXT + 10)})
    assert len(text_at(snapshot, "long") or "") == MAX_TEXT
    assert text_at(snapshot, "none") is None


def test_all_of_them(tmp_path: Path) -> None:
    """All texts together have a limit."""
    count = MAX_ALL // MAX_TEXT + 5
    snapshot = snapshot_of(tmp_path, {f"{number:03}": f"{number:03}" * (MAX_TEXT // 3 + 1) for number in range(count)})
    assert len(list(texts(snapshot, lambda _: True))) == MAX_ALL // MAX_TEXT
