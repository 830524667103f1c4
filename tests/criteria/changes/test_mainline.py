"""The line of first parents, references, and differences of trees, by git objects."""

from pathlib import Path

import pytest
from histories import History
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.changes import mainline
from criteria.changes.mainline import Differences, commit_of, first_parents, open_repository, references, tip


def test_the_line_follows_first_parents_only(tmp_path: Path) -> None:
    """What a merge brought in is not on it."""
    history = History(tmp_path / "r")
    first = history.commit({"a": "1"})
    side = history.commit({"a": "1", "b": "1"}, parents=[first], branch="topic")
    merge = history.commit({"a": "1", "b": "1"}, parents=[first, side])
    repository = open_repository(history.snapshot(merge))
    assert [str(commit.id) for commit in first_parents(repository, merge, 10)] == [merge, first]
    assert [str(commit.id) for commit in first_parents(repository, merge, 1)] == [merge]


def test_references_of_origin_go_before_local_ones(tmp_path: Path) -> None:
    """In a checkout the local branches are somebody's own."""
    history = History(tmp_path / "r")
    commit = history.commit({"a": "1"}, tag="v1.0.0")
    history.reference("refs/pull/7/head", commit)
    history.reference("refs/assay/heads/main/" + commit, commit)
    refs = references(history.repository)
    assert (refs.branches, refs.default, refs.requests) == (("main",), "main", frozenset({7}))
    assert (refs.tags, refs.remembered) == ({commit: ("v1.0.0",)}, {"main": (commit,)})
    history.reference("refs/remotes/origin/develop", commit)
    history.repository.references.create("refs/remotes/origin/HEAD", "refs/remotes/origin/develop")
    refs = references(history.repository)
    assert (refs.branches, refs.default) == (("develop",), "develop")
    assert tip(history.repository, refs, "develop") == commit
    assert tip(history.repository, refs, "main") is None


@pytest.mark.threat("A21")
def test_a_reference_that_is_no_text_or_leads_nowhere_is_passed_over(tmp_path: Path) -> None:
    """Names of references are bytes of somebody else's."""
    history = History(tmp_path / "r")
    commit = history.commit({"a": "1"})
    (Path(history.repository.path) / "packed-refs").write_bytes(
        b"# pack-refs with: peeled fully-peeled sorted \n" + commit.encode() + b" refs/heads/b\xff\n"
    )
    blob = history.repository.create_blob(b"x")
    history.reference("refs/tags/v1.0.0", str(blob))
    refs = references(open_repository(history.snapshot(commit)))
    assert (refs.branches, refs.tags) == (("main",), {})


FILES = st.dictionaries(
    st.sampled_from(["a", "b", "x/a", "x/b", "x/y/a", "x/y/b", "z/a"]), st.sampled_from(["1", "2"]), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(FILES, FILES)
def test_differences_are_the_files_that_differ(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, str], after: dict[str, str]
) -> None:
    """By name and content, however deep; both ways the same."""
    history = History(tmp_path_factory.mktemp("r") / "r")
    one, two = history.commit(before), history.commit(after)
    repository = history.repository
    trees = commit_of(repository, one).tree_id, commit_of(repository, two).tree_id
    expected = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    assert Differences(repository).paths(*trees) == expected
    assert Differences(repository).paths(*reversed(trees)) == expected


@pytest.mark.threat("A29")
def test_a_change_of_very_many_files_is_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import says nothing about the habits of a project."""
    monkeypatch.setattr(mainline, "MAX_PATHS", 10)
    history = History(tmp_path / "r")
    one, two = history.commit({"a": "1"}), history.commit({f"f{number}": "1" for number in range(11)})
    repository = history.repository
    trees = commit_of(repository, one).tree_id, commit_of(repository, two).tree_id
    assert Differences(repository).paths(*trees) is None


def test_what_is_no_commit_is_no_commit(tmp_path: Path) -> None:
    """A tree's id is not taken for one."""
    history = History(tmp_path / "r")
    commit = commit_of(history.repository, history.commit({"a": "1"}))
    with pytest.raises(KeyError):
        commit_of(history.repository, commit.tree_id)
