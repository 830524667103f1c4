"""The base of a change is where it left the line; both sides are held to the same bar."""

from datetime import date
from pathlib import Path

import pygit2
from raw_trees import raw_snapshot
from repos import commit_tree

from criteria.baseline import load
from criteria.evidence import change, startup
from criteria.evidence.startup import Startups
from criteria.model import Evidence, EvidenceSet
from criteria.own_limits import OwnLimits
from criteria.snapshot import Snapshot
from criteria.terms import Considered, Terms
from master.change import Base, forked_at, held_to_both, renames, with_change


def branch(place: Path, name: str, at: str) -> None:
    repository = pygit2.Repository(str(place))
    repository.references.create(f"refs/heads/{name}", at, force=True)
    repository.set_head(f"refs/heads/{name}")


def test_the_base_is_where_the_change_left(tmp_path: Path) -> None:
    """What others did on the base since is neither healed nor broken by the change."""
    start = commit_tree(tmp_path, {"a": "1"})
    branch(tmp_path, "feature", start)
    head = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "2"}))
    branch(tmp_path, "main", start)
    moved = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1", "b": "1"}))
    base, doubt = forked_at(moved, head)
    assert (base.commit, doubt) == (start, None)
    same, doubt = forked_at(Snapshot(tmp_path, start), head)
    assert (same.commit, doubt) == (start, None)


def test_histories_that_do_not_meet_are_compared_as_they_are(tmp_path: Path) -> None:
    """And it is said."""
    one = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1"}))
    repository = pygit2.Repository(str(tmp_path))
    repository.set_head("refs/heads/other")
    other = Snapshot(tmp_path, commit_tree(tmp_path, {"b": "1"}))
    base, doubt = forked_at(one, other)
    assert base.commit == one.commit
    assert "have no common history here" in (doubt or "")


def test_a_moved_file_is_found_again(tmp_path: Path) -> None:
    """Also with a line changed; one that is new is no move. Names that are no UTF-8 are handled."""
    text = "".join(f"line {number}\n" for number in range(50))
    before = Snapshot(tmp_path, commit_tree(tmp_path, {"a.py": text, "b.py": "x\n" * 40, "c.py": "c"}))
    after = Snapshot(tmp_path, commit_tree(tmp_path, {"n/a.py": text + "more\n", "b.py": "x\n" * 40, "d.py": "d = 1"}))
    assert renames(before, after) == {"a.py": "n/a.py"}
    assert renames(before, before) == {}
    odd = raw_snapshot(tmp_path, {b"\xff.py": text.encode() + b"more\n", b"b.py": b"x\n" * 40})
    assert renames(after, odd) == {"n/a.py": "\udcff.py"}


def test_a_change_that_takes_its_own_limits_away_is_held_to_them(tmp_path: Path) -> None:
    """The stricter of both sides counts, for both sides."""
    text = "criteria: {limits: {QC.Sty01: {maximum_findings_per_kloc: 1}}}"
    base = Base(Snapshot(tmp_path, commit_tree(tmp_path, {".assay.yml": text})), "main", EvidenceSet({}))
    bare = Considered(date(2026, 11, 20))
    held = held_to_both(bare, base, load())
    assert held.terms.limits.parameters == {"QC.Sty01": {"maximum_findings_per_kloc": 1}}
    assert held.limits_file == ".assay.yml"
    own = Considered(date(2026, 11, 20), Terms(limits=OwnLimits(parameters={"QC.Sec02": {"minimum_share": 0.9}})))
    assert set(held_to_both(own, base, load()).terms.limits.parameters) == {"QC.Sty01", "QC.Sec02"}


def test_both_sides_get_the_change_and_the_base_one_that_changes_nothing(tmp_path: Path) -> None:
    """What the cells said of the start is known to both."""
    base = Base(Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1\n"})), "main", EvidenceSet({}))
    head = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "2\n"}))
    started = Evidence(startup.KIND, Startups(()), "test")
    evidence, other = with_change(EvidenceSet({}).with_evidence(started), base, head, revision="refs/pull/7/head")
    assert other is not None
    assert evidence[change.KIND].data.added == 1
    assert evidence[change.KIND].data.name.request == 7
    assert other.evidence[change.KIND].data.files == ()
    assert startup.KIND in other.evidence


def test_commits_that_cannot_be_compared_leave_both_sides_without(tmp_path: Path) -> None:
    """With the reason on both."""
    base = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "1\n"}))
    head = Snapshot(tmp_path, commit_tree(tmp_path, {"a": "2\n"}))
    (tmp_path / "objects" / head.tree[:2] / head.tree[2:]).unlink()
    head = Snapshot(tmp_path, head.commit)
    evidence, other = with_change(EvidenceSet({}), Base(base, "main", EvidenceSet({})), head)
    assert other is not None
    for side in (evidence, other.evidence):
        assert "cannot be compared" in side.why_missing(change.KIND)
