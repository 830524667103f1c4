"""What a collector made is remembered by exactly what it looked at."""

from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import commit_tree

from criteria.cache import Cache
from criteria.memo import remembered
from criteria.snapshot import Snapshot


@attrs.frozen
class Made:
    readme: str
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    time: int | None


CALLS: list[str] = []


def collector(snapshot: Snapshot) -> Made:
    """Reads the README, sizes of the texts, and the time where a file asks for it."""
    CALLS.append(snapshot.commit)
    entries = snapshot.by_path
    return Made(
        readme=snapshot.text(entries["README"]) if "README" in entries else "",
        names=tuple(entries),
        sizes=tuple(entry.size for path, entry in entries.items() if path.endswith(".txt")),
        time=snapshot.time if "time" in entries else None,
    )


NAMES = st.sampled_from(["README", "a.txt", "b.py", "c/d.txt", "time"])
TREES = st.lists(st.dictionaries(NAMES, st.sampled_from(["", "x", "yy"]), max_size=5), min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(trees=TREES)
def test_it_is_always_what_the_collector_would_make(
    tmp_path_factory: pytest.TempPathFactory, trees: list[dict[str, str]]
) -> None:
    """Whatever commits follow each other."""
    path, cache = tmp_path_factory.mktemp("r") / "repository.git", Cache()
    for number, tree in enumerate(trees):
        snapshot = Snapshot(path, commit_tree(path, tree, time=1_700_000_000 + number))
        assert remembered(snapshot, cache, "made", collector) == collector(snapshot)


@pytest.mark.parametrize(
    ("change", "again"),
    [({"b.py": "y"}, False), ({"README": "other"}, True), ({"a.txt": "longer"}, True), ({"new.py": ""}, True)],
)
def test_it_is_made_again_only_for_what_it_looked_at(tmp_path: Path, change: dict[str, str], again: bool) -> None:
    """A file it never read may change; one it read, one it measured, and a new name may not."""
    path, cache = tmp_path / "r", Cache()
    tree: dict[str, str | bytes] = {"README": "r", "a.txt": "t", "b.py": "x"}
    remembered(Snapshot(path, commit_tree(path, tree)), cache, "made", collector)
    CALLS.clear()
    remembered(Snapshot(path, commit_tree(path, tree | change)), cache, "made", collector)
    assert bool(CALLS) == again


def test_what_does_not_come_back_equal_is_not_remembered(tmp_path: Path) -> None:
    """A set of bytes is no JSON data: it is made anew each time."""

    @attrs.frozen
    class Odd:
        data: object

    def odd(snapshot: Snapshot) -> Made:
        CALLS.append(snapshot.commit)
        return Made(Odd(1), (), (), None)  # type: ignore[arg-type]

    cache, snapshot = Cache(), Snapshot(tmp_path / "r", commit_tree(tmp_path / "r", {"a": ""}))
    CALLS.clear()
    for _ in range(2):
        remembered(snapshot, cache, "odd", odd)
    assert len(CALLS) == 2
