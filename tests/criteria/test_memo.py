"""What a collector made is remembered by exactly what it looked at."""

from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import commit_tree

from criteria.cache import Cache
from criteria.collect import ALONE
from criteria.memo import remembered
from criteria.model import plain
from criteria.snapshot import Snapshot


@attrs.frozen
class Made:
    readme: str
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    time: int | None
    tree: str | None
    folder: str | None


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
        tree=snapshot.tree if "tree" in entries else None,
        folder=next((one.id for one in snapshot.listed(snapshot.root)[1]), None) if "folder" in entries else None,
    )


NAMES = st.sampled_from(["README", "a.txt", "b.py", "c/d.txt", "time", "tree", "folder"])
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
        return Made(Odd(1), (), (), None, None, None)  # type: ignore[arg-type]

    cache, snapshot = Cache(), Snapshot(tmp_path / "r", commit_tree(tmp_path / "r", {"a": ""}))
    CALLS.clear()
    for _ in range(2):
        remembered(snapshot, cache, "odd", odd)
    assert len(CALLS) == 2


PROJECT: dict[str, str | bytes] = {
    "README.md": "# star-map\n\nMaps of stars.\n",
    "LICENSE": "MIT License\n",
    "CITATION.cff": "cff-version: 1.2.0\ntitle: star-map\nmessage: m\nauthors: [{name: Ada}]\n",
    "pyproject.toml": '[project]\nname = "star-map"\nversion = "1.0"\n',
    "docs/index.md": "# Docs\n",
    ".github/workflows/test.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: pytest}]}}\n",
    "src/a.py": "x = 1\n",
    "part/pyproject.toml": '[project]\nname = "part"\nversion = "1.0"\n',
    "part/b.py": "y = 1\n",
}


@pytest.mark.parametrize("kind", ALONE)
@pytest.mark.parametrize("changed", ["src/a.py", "part/b.py", "README.md", "pyproject.toml", "docs/index.md"])
def test_no_collector_is_remembered_past_a_change(tmp_path: Path, kind: str, changed: str) -> None:
    """The law for every collector there is: after any change it says what it would say without a memory."""
    path, cache, collect = tmp_path / "r", Cache(), ALONE[kind]
    remembered(Snapshot(path, commit_tree(path, PROJECT)), cache, kind, collect)
    after = Snapshot(path, commit_tree(path, PROJECT | {changed: str(PROJECT[changed]) + "\n# more of star-map 2.0\n"}))
    assert remembered(after, cache, kind, collect) == collect(after)


def test_what_is_no_matter_of_the_tree_cannot_be_asked_for(tmp_path: Path) -> None:
    """A collector that looks at the history would be remembered when the history has changed."""

    def curious(snapshot: Snapshot) -> Made:
        return Made("", tuple(tag.name for tag in snapshot.tags()), (), None, None, None)

    with pytest.raises(TypeError, match="walkers"):
        remembered(Snapshot(tmp_path / "r", commit_tree(tmp_path / "r", {"a": ""})), Cache(), "curious", curious)


@pytest.mark.threat("T30")
@pytest.mark.parametrize("forged", [None, [], {"readme": 1}, {"readme": "x", "names": 3}])
def test_what_is_not_of_its_shape_is_made_anew(tmp_path: Path, forged: object) -> None:
    """Written with a right checksum by somebody else: thrown away, told, and never an error of ours."""
    path = tmp_path / "c.sqlite"
    snapshot = Snapshot(tmp_path / "r", commit_tree(tmp_path / "r", {"README": "r"}))
    _forge(path, snapshot, forged)
    with Cache(path) as cache:
        assert remembered(snapshot, cache, "made", collector) == collector(snapshot)
        assert cache.counts.distrusted


@pytest.mark.threat("T30")
def test_what_is_made_again_and_differs_is_thrown_away(tmp_path: Path) -> None:
    """A plausible lie stands until it is looked at; then nothing of its kind is believed."""
    path = tmp_path / "c.sqlite"
    snapshot = Snapshot(tmp_path / "r", commit_tree(tmp_path / "r", {"README": "r"}))
    _forge(path, snapshot, plain(attrs.evolve(collector(snapshot), readme="another")))
    with Cache(path) as cache:
        assert remembered(snapshot, cache, "made", collector).readme == "another"
        assert remembered(snapshot, cache, "made", collector, again=True) == collector(snapshot)
        assert cache.counts.distrusted
        assert remembered(snapshot, cache, "made", collector) == collector(snapshot)


def _forge(path: Path, snapshot: Snapshot, value: object) -> None:
    with Cache(path) as cache:
        remembered(snapshot, cache, "made", collector)
        rows = cache._connection.execute("SELECT key FROM entries").fetchall()
        results = [key for (key,) in rows if isinstance(cache.get([key])[key], dict)]
        cache.put("collected", dict.fromkeys(results, value))
