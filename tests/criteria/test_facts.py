"""Facts of files: the same from the cache as without, and never from a cache that lies."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import commit_tree, snapshot_of

from criteria import facts as reading
from criteria.cache import Cache, key_of
from criteria.evidence import test_census
from criteria.facts import Facts, code_digest, read_facts
from criteria.model import digest_of
from criteria.snapshot import Snapshot

NAMES = st.sampled_from(["a.py", "b/a.py", "b/c/d.f90", "b/c/test_e.py", "README", "vendor/x.c", "z.bin"])
CONTENTS = st.sampled_from(["", "x = 1\n", "def test_a(): pass  # noqa\n", ">>> 1\n", b"\0\1", b"\xff", "#!/bin/sh\n"])
Tree = dict[str, str | bytes]
TREES = st.lists(st.dictionaries(NAMES, CONTENTS, max_size=6), min_size=1, max_size=4)


def _digest(facts: Facts) -> str:
    return digest_of([facts.census, [[kind, list(found)] for kind, found in facts.by_scan.items()], facts.failed])


@settings(deadline=None, max_examples=40)
@given(trees=TREES)
def test_the_cache_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, trees: list[dict[str, str | bytes]]
) -> None:
    """One commit after the other, with and without memory of those before: equal facts."""
    path = tmp_path_factory.mktemp("r") / "repository.git"
    cache = Cache()
    for tree in trees:
        snapshot = Snapshot(path, commit_tree(path, tree))
        assert _digest(read_facts(snapshot, cache)) == _digest(read_facts(snapshot, Cache()))


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read: list[str] = []
    real = reading.read_file
    monkeypatch.setattr(
        reading, "read_file", lambda path, mode, size, content: (read.append(path), real(path, mode, size, content))[1]
    )
    return read


def test_only_what_changed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged file is not read again, whatever changes beside it."""
    monkeypatch.setattr(reading, "_SAMPLE", 0)
    path, cache = tmp_path / "r", Cache()
    files: dict[str, str | bytes] = {f"d{number % 7}/f{number}.py": f"x = {number}\n" for number in range(50)}
    read_facts(Snapshot(path, commit_tree(path, files)), cache)
    read = _counted(monkeypatch)
    files["d3/f3.py"] = "y = 1\n"
    read_facts(Snapshot(path, commit_tree(path, files)), cache)
    assert read == ["d3/f3.py"]


def test_the_same_tree_costs_one_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read, and the cache is asked once, however many files there are."""
    monkeypatch.setattr(reading, "_SAMPLE", 0)
    cache = Cache()
    snapshot = snapshot_of(tmp_path / "r", {f"d{number % 7}/f{number}.py": "x = 1\n" for number in range(50)})
    read_facts(snapshot, cache)
    read = _counted(monkeypatch)
    hits, misses = cache.counts.hits, cache.counts.misses
    read_facts(snapshot, cache)
    assert (read, cache.counts.hits - hits, cache.counts.misses - misses) == ([], 1, 0)


def test_a_file_that_moved_is_read_under_its_new_path(tmp_path: Path) -> None:
    """What a file is depends on where it lies: the same bytes are a fixture in one place and code in another."""
    path, cache = tmp_path / "r", Cache()
    first = read_facts(Snapshot(path, commit_tree(path, {"tests/data/a.py": "x = 1\n"})), cache)
    second = read_facts(Snapshot(path, commit_tree(path, {"a.py": "x = 1\n"})), cache)
    assert [file.apart for file in (*first.census.files, *second.census.files)] == ["fixture/test-data", None]


def _poison(path: Path, snapshot: Snapshot, files: Mapping[str, object]) -> None:
    """What somebody writes who knows how the cache works: an entry with a right checksum."""
    with Cache(path) as cache:
        root = snapshot.root
        key = key_of(reading._FOLDERS, code_digest(), root.path, root.id)
        assert cache.get([key])
        cache.put(reading._FOLDERS, {key: dict(files)})


@pytest.mark.threat("T30")
def test_a_forged_folder_is_noticed(tmp_path: Path) -> None:
    """Files left out, and files whose facts were altered: the sample disagrees, and all of it is read anew."""
    snapshot = snapshot_of(tmp_path / "r", {"a.py": "x = 1\n", "b.f90": "end\n"})
    path = tmp_path / "c.sqlite"
    truth = _digest(read_facts(snapshot, Cache()))
    with Cache(path) as cache:
        read_facts(snapshot, cache)
    clean = [["Python", "code", None, 1, 6, True, False, None], {}]
    for forged in ({"a.py": clean}, {"a.py": clean, "b.f90": clean}, {"a.py": clean, "b.f90": clean, "c.py": clean}):
        _poison(path, snapshot, forged)
        with Cache(path) as cache:
            assert _digest(read_facts(snapshot, cache)) == truth
            assert cache.counts.distrusted


@pytest.mark.threat("T30")
@pytest.mark.parametrize(
    "forged", [[], {"a.py": 1}, {"a.py": [[], {}]}, {"a.py": [["Python"] * 8, {"no such scan": 1}]}]
)
def test_what_is_not_of_its_shape_is_read_anew(tmp_path: Path, forged: Any) -> None:
    """Written with a right checksum by somebody else: thrown away, and never an error of ours."""
    snapshot, path = snapshot_of(tmp_path / "r", {"a.py": "x = 1\n"}), tmp_path / "c.sqlite"
    truth = _digest(read_facts(snapshot, Cache()))
    with Cache(path) as cache:
        read_facts(snapshot, cache)
        cache.put(reading._FOLDERS, {key_of(reading._FOLDERS, code_digest(), "", snapshot.root.id): forged})
    with Cache(path) as cache:
        assert _digest(read_facts(snapshot, cache)) == truth


@pytest.mark.threat("T30")
def test_a_large_file_is_not_safe_from_being_looked_at(tmp_path: Path) -> None:
    """One whose reading takes long is in the sample too, when chance has it first."""
    snapshot = snapshot_of(tmp_path / "r", {"a.py": "x = 1  # noqa\n" * 30_000})
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        truth = _digest(read_facts(snapshot, cache))
    _poison(path, snapshot, {"a.py": [["Python", "code", None, 30_000, 420_000, True, False, None], {}]})
    with Cache(path) as cache:
        assert _digest(read_facts(snapshot, cache)) == truth
        assert cache.counts.distrusted


@pytest.mark.parametrize("here", [0, 2**20])
def test_a_missing_object_costs_only_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: int) -> None:
    """A22: the census says why it was not read, what needs it says so too, and every other file has its facts."""
    monkeypatch.setattr(reading, "_HERE", here)
    path = tmp_path / "r"
    snapshot = snapshot_of(path, {"a.png": b"\x89PNG", "test_b.py": "def test_b(): pass\n"})
    lost = snapshot.by_path["a.png"].id
    (path / "objects" / lost[:2] / lost[2:]).unlink()
    found = read_facts(Snapshot(path, snapshot.commit), Cache())
    assert [(file.path, file.unread is None) for file in found.census.files] == [("a.png", False), ("test_b.py", True)]
    assert found.by_scan["test_census"]


def test_a_scan_that_fails_is_told_and_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours in one file is no fact about it: its kind is failed, the rest is there; it is tried again."""
    snapshot, cache = snapshot_of(tmp_path / "r", {"test_a.py": "def test_a(): pass  # noqa\n"}), Cache()

    def broken(file: object, content: bytes) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(test_census, "read", broken)
        found = read_facts(snapshot, cache)
    assert "ZeroDivisionError" in found.failed["test_census"]
    assert found.by_scan["suppressions"]
    again = read_facts(snapshot, cache)
    assert not again.failed
    assert again.by_scan["test_census"]


def test_processes_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files are read by processes of their own, and nothing else is different."""
    names = {f"d{number % 5}/f{number}.py": f"x = {number}\n" for number in range(30)} | {"é\n.py": "y = 1\n"}
    snapshot = snapshot_of(tmp_path / "r", names)
    here = _digest(read_facts(snapshot, Cache()))
    monkeypatch.setattr(reading, "_HERE", 0)
    assert _digest(read_facts(snapshot, Cache())) == here


@pytest.mark.threat("F16")
def test_any_byte_of_the_file_may_be_lost(tmp_path: Path) -> None:
    """Whole pages of the cache overwritten: the facts are the same."""
    snapshot = snapshot_of(tmp_path / "r", {f"f{number}.py": f"x = {number}\n" for number in range(40)})
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        truth = _digest(read_facts(snapshot, cache))
    whole = path.read_bytes()
    for start in range(0, len(whole), 4096):
        path.write_bytes(whole[:start] + b"\x5a" * min(4096, len(whole) - start) + whole[start + 4096 :])
        with Cache(path) as cache:
            assert _digest(read_facts(snapshot, cache)) == truth
    with closing(sqlite3.connect(path)):
        pass
