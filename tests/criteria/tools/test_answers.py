"""Answers of tools: asked once per content, proven in every batch, and never taken from a cache that lies."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import commit_tree, snapshot_of
from sample_tool import Sample
from tool_runs import run_of

from criteria.cache import Cache
from criteria.errors import ToolError
from criteria.model import digest_of
from criteria.snapshot import Snapshot
from criteria.tools import answers
from criteria.tools.tool import Examination

CONTENTS = st.sampled_from(["", "x", "BAD", "BAD\nBAD # noqa", "CRASH", "FAIL", b"\xff"])
NAMES = st.sampled_from(["a.py", "b.py", "c/a.py", "c/d/e.py", "apart/x.py", "vendor/y.py"])
Tree = dict[str, str | bytes]
TREES = st.lists(st.dictionaries(NAMES, CONTENTS, max_size=6), min_size=1, max_size=4)


@settings(deadline=None, max_examples=40)
@given(trees=TREES)
def test_the_cache_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, trees: list[dict[str, str | bytes]]
) -> None:
    """One commit after the other, with and without memory of those before: equal accounts."""
    path, cache = tmp_path_factory.mktemp("r") / "repository.git", Cache()
    for tree in trees:
        snapshot = Snapshot(path, commit_tree(path, {**tree, "z.py": ""}))
        assert digest_of(run_of(Sample(), "Python", snapshot, cache)) == digest_of(run_of(Sample(), "Python", snapshot))


def _asked(tool: Sample) -> int:
    """How many files it was asked about, its own samples apart."""
    return sum(len(call) - 2 for call in tool.calls)


def test_equal_contents_are_asked_about_once(tmp_path: Path) -> None:
    """Copies cost nothing, in one tree and from one commit to the next."""
    tool, cache = Sample(), Cache()
    run_of(tool, "Python", snapshot_of(tmp_path / "1", {"a.py": "BAD", "b/c.py": "BAD", "d.py": "x"}), cache)
    assert _asked(tool) == 2
    found = run_of(tool, "Python", snapshot_of(tmp_path / "2", {"new.py": "BAD", "d.py": "x"}), cache)
    assert found.findings_total == 1
    assert _asked(tool) - 2 <= 2  # the sample that is asked again


def test_another_version_is_asked_anew(tmp_path: Path) -> None:
    """What an older tool said is no answer of the newer one."""
    snapshot, cache = snapshot_of(tmp_path / "r", {"a.py": "BAD"}), Cache()
    run_of(Sample("1"), "Python", snapshot, cache)
    newer = Sample("2")
    run_of(newer, "Python", snapshot, cache)
    assert _asked(newer) == 1


def test_a_crash_is_not_remembered(tmp_path: Path) -> None:
    """V7: an error is never stored, neither as clean nor at all: the next run asks again."""
    snapshot, cache = snapshot_of(tmp_path / "r", {"a.py": "x", "b.py": "BAD", "c/d.py": "y"}), Cache()

    class Fragile(Sample):
        broken = True

        def examine(self, folder: Path, names: Sequence[str], stop: Event) -> Examination:
            if self.broken and any((folder / name).read_text() + "\n" == "BAD\n" for name in names[1:-1]):
                raise ToolError("out of memory")
            return super().examine(folder, names, stop)

    tool = Fragile()
    first = run_of(tool, "Python", snapshot, cache)
    assert [(item.path, item.why) for item in first.failed] == [("b.py", "out of memory")]
    tool.broken = False
    second = run_of(tool, "Python", snapshot, cache)
    assert (second.failed, second.findings_total) == ((), 1)


def test_a_tool_that_falls_silent_beside_a_file_says_nothing_about_it(tmp_path: Path) -> None:
    """A24, V7: every batch holds both samples; a file beside which they are not told apart has no answer."""

    class Hushed(Sample):
        def examine(self, folder: Path, names: Sequence[str], stop: Event) -> Examination:
            if any("HUSH" in (folder / name).read_text() for name in names):
                return Examination()
            return super().examine(folder, names, stop)

    run = run_of(Hushed(), "Python", snapshot_of(tmp_path / "r", {"a.py": "BAD", "b.py": "# HUSH", "c.py": "x"}))
    assert [item.path for item in run.failed] == ["b.py"]
    assert "did not tell our good sample from our bad one" in run.failed[0].why
    assert (run.scanned, run.findings_total, run.problem) == (2, 1, None)


@pytest.mark.threat("T30")
def test_a_forged_answer_is_noticed_by_asking_again(tmp_path: Path) -> None:
    """A sample of what is remembered is asked again; where it differs, all of it is thrown away."""
    snapshot = snapshot_of(tmp_path / "r", {"a.py": "BAD", "b.py": "BAD # 2"})
    path = tmp_path / "c.sqlite"
    with Cache(path) as cache:
        truth = run_of(Sample(), "Python", snapshot, cache)
        stored = cache._connection.execute("SELECT key FROM entries WHERE space LIKE 'answers%'").fetchall()
        cache.put(answers._SPACE, {key: {} for (key,) in stored})
    with Cache(path) as cache:
        assert run_of(Sample(), "Python", snapshot, cache) == truth
        assert answers._SPACE in cache.counts.distrusted


@pytest.mark.threat("T30")
@pytest.mark.parametrize(
    "forged", [1, {"sample": []}, {"sample": {}}, {"sample": {"hits": [1], "total": 1}}, {"x": {"failed": ""}}]
)
def test_what_has_not_the_shape_of_an_answer_is_asked_anew(tmp_path: Path, forged: object) -> None:
    """Written with a right checksum by somebody else: thrown away, and never an error of ours."""
    snapshot, path = snapshot_of(tmp_path / "r", {"a.py": "BAD"}), tmp_path / "c.sqlite"
    with Cache(path) as cache:
        truth = run_of(Sample(), "Python", snapshot, cache)
        query = "SELECT key FROM entries WHERE space = ?"
        for (key,) in cache._connection.execute(query, [answers._FOLDERS]).fetchall():
            cache.put(answers._FOLDERS, {key: {"a.py": forged}})
    with Cache(path) as cache:
        assert run_of(Sample(), "Python", snapshot, cache) == truth


def test_a_tool_that_cannot_be_asked_now_keeps_what_it_said(tmp_path: Path) -> None:
    """Chance decides which tool is asked again; that it is out of order today must not decide a verdict."""
    snapshot, cache = snapshot_of(tmp_path / "r", {"a.py": "x", "b.py": "BAD"}), Cache()
    before = run_of(Sample("old"), "Python", snapshot, cache)

    class Broken(Sample):
        def examine(self, folder: Path, names: Sequence[str], stop: Event) -> Examination:
            raise ToolError("no memory")

    assert run_of(Broken("old"), "Python", snapshot, cache) == before


def test_findings_of_one_file_are_capped_and_all_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A29: a file of a million findings fills neither memory nor cache."""
    monkeypatch.setattr(answers, "MAX_HITS", 3)
    run = run_of(Sample(), "Python", snapshot_of(tmp_path / "r", {"a.py": "BAD\n" * 9}))
    assert (len(run.findings), run.findings_total) == (3, 9)
