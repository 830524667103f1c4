"""The cache: what it gives back is what was put in, or nothing."""

import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.cache import Cache, key_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=8))
def test_what_was_put_in_comes_back(values: dict[str, Any]) -> None:
    """Any JSON data, None and text with half a surrogate pair among it."""
    cache = Cache()
    keyed = {key_of("space", name): value for name, value in values.items()}
    cache.put("space", keyed)
    assert cache.get(keyed) == keyed


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_keys_are_equal_only_for_equal_parts(first: list[str], second: list[str]) -> None:
    """Parts cannot be cut in another way and give the same key."""
    assert (key_of("s", *first) == key_of("s", *second)) == (first == second)
    assert key_of("s", *first) != key_of("t", *first)


def test_it_outlives_the_process(tmp_path: Path) -> None:
    """Values are on the disk when the cache was closed."""
    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put("s", {b"k": [1, "é"]})
    with Cache(tmp_path / "c.sqlite") as cache:
        assert cache.get([b"k", b"other"]) == {b"k": [1, "é"]}
        assert (cache.counts.hits, cache.counts.misses) == (1, 1)


@pytest.mark.threat("F16", "T30")
@pytest.mark.parametrize("column", ["value", "sum"])
def test_an_altered_entry_is_a_miss(tmp_path: Path, column: str) -> None:
    """A flipped byte, in the value or in its checksum, is noticed and counted."""
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        cache.put("s", {b"k": {"hits": []}, b"l": 2})
    with closing(sqlite3.connect(path)) as file, file:
        (found,) = file.execute(f"SELECT {column} FROM entries WHERE key = ?", [b"k"]).fetchone()
        altered = bytes([found[0] ^ 1]) + found[1:]
        file.execute(f"UPDATE entries SET {column} = ? WHERE key = ?", [altered, b"k"])
    with Cache(path) as cache:
        assert cache.get([b"k", b"l"]) == {b"l": 2}
        assert cache.counts.damaged == 1


@pytest.mark.threat("T30")
def test_an_entry_under_the_key_of_another_is_a_miss(tmp_path: Path) -> None:
    """The clean answer about one file cannot be moved to another."""
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        cache.put("s", {b"clean": {}, b"guilty": {"hits": [1]}})
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "UPDATE entries SET (value, sum) = (SELECT value, sum FROM entries WHERE key = ?) WHERE key = ?",
            [b"clean", b"guilty"],
        )
    with Cache(path) as cache:
        assert b"guilty" not in cache.get([b"guilty"])


@pytest.mark.threat("F16")
@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """It says so, forgets everything, and works."""
    path = tmp_path / "c.sqlite"
    path.write_bytes(content)
    with Cache(path) as cache:
        assert cache.get([b"k"]) == {}
        cache.put("s", {b"k": 1})
        assert cache.get([b"k"]) == {b"k": 1}
        assert "damaged" in (cache.counts.trouble or "")
    with Cache(path) as cache:
        assert cache.counts.trouble is None


@pytest.mark.threat("F16")
def test_damage_in_the_middle_costs_only_the_memory(tmp_path: Path) -> None:
    """Pages overwritten after the file was opened: no error reaches the caller."""
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        cache.put("s", {key_of("s", str(number)): "x" * 2000 for number in range(500)})
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    path.write_bytes(content)
    with Cache(path) as cache:
        cache.get(key_of("s", str(number)) for number in range(500))
        cache.put("s", {b"k": 1})
        assert cache.get([b"k"]) == {b"k": 1}


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    """The path leads through a file: the cache works for this process and says why it does not last."""
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "c.sqlite") as cache:
        cache.put("s", {b"k": 1})
        assert cache.get([b"k"]) == {b"k": 1}
        assert cache.counts.trouble


def test_it_stays_under_its_limit(tmp_path: Path) -> None:
    """What was not used for longest goes first."""
    path = tmp_path / "c.sqlite"
    limit = 2 * 2**20
    noise = {key_of("s", str(number)): ["".join(key_of("n", f"{number} {part}").hex() for part in range(40))]
             for number in range(2500)}  # fmt: skip
    with Cache(path, limit=100 * limit) as cache:
        cache.put("s", noise)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE entries SET used = used - 5")
    with Cache(path, limit=limit) as cache:
        cache.put("s", {b"new": 1})
    assert path.stat().st_size <= limit
    with Cache(path, limit=limit) as cache:
        assert cache.get([b"new"]) == {b"new": 1}


def _write(path: Path, writer: int) -> None:
    with Cache(path) as cache:
        for number in range(60):
            cache.put("s", {key_of("s", f"{writer} {number}"): [writer, number]})


def test_several_processes_share_it(tmp_path: Path) -> None:
    """All that each of them put in is there."""
    path = tmp_path / "c.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(path, writer)) for writer in range(3)]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0, 0]
    with Cache(path) as cache:
        assert len(cache.get(key_of("s", f"{writer} {number}") for writer in range(3) for number in range(60))) == 180


def test_distrust_forgets_a_space_and_no_other(tmp_path: Path) -> None:
    """One wrong value condemns its kind."""
    with Cache(tmp_path / "c.sqlite") as cache:
        cache.put("bad", {b"1": 1})
        cache.put("good", {b"2": 2})
        cache.distrust("bad")
        assert cache.get([b"1", b"2"]) == {b"2": 2}
        assert cache.counts.distrusted == {"bad"}


def test_what_cannot_be_thrown_away_is_not_read_again(tmp_path: Path) -> None:
    """Another process holds the file: what is distrusted is out of reach at once, and nothing is waited for twice."""
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        cache.put("bad", {b"1": 1})
        cache._connection.execute("PRAGMA busy_timeout = 1")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            cache.put("s", {b"2": 2})
            assert "locked" in (cache.counts.trouble or "")
            cache.distrust("bad")
            assert cache.get([b"1"]) == {}
