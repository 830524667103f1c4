"""Counts over commits: the same whether they were counted at once or one push after the other."""

from pathlib import Path

import pygit2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.cache import Cache
from criteria.commit_tally import Walk, walked
from criteria.snapshot import Snapshot

# One step: the positions of the parents among the commits so far, the author, and whether it is tagged.
STEPS = st.lists(
    st.tuples(st.lists(st.integers(0, 30), max_size=2), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=14
)


def _summary(walk: Walk, snapshot: Snapshot) -> tuple[object, ...]:
    reachable = {tag.name for tag in snapshot.tags(walk.ancestors) if tag.reachable}
    return walk.tally.stored(), reachable, walk.broken


@settings(deadline=None, max_examples=60)
@given(steps=STEPS)
def test_counting_on_is_counting_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[int], str, bool]]
) -> None:
    """Any graph, any order of heads, tags that come later: equal counts and equal reachable tags."""
    path = tmp_path_factory.mktemp("r") / "repository.git"
    repo = pygit2.init_repository(str(path), bare=True)
    tree = repo.TreeBuilder().write()
    cache, commits = Cache(), []
    for number, (parents, author, tagged) in enumerate(steps):
        who = pygit2.Signature(author, f"{author}@example.org", 1_700_000_000 + 90_000 * number, 0)
        known = list(dict.fromkeys(str(commits[parent % len(commits)]) for parent in parents)) if commits else []
        commits.append(repo.create_commit(None, who, who, str(number), tree, known))
        if tagged:
            repo.references.create(f"refs/tags/t{number}", commits[(number * 7) % len(commits)])
        snapshot = Snapshot(path, str(commits[-1]))
        assert _summary(walked(snapshot, cache), snapshot) == _summary(walked(snapshot, Cache()), snapshot)


def test_only_new_commits_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one more commit, one more commit is read."""
    path = tmp_path / "r"
    repo = pygit2.init_repository(str(path), bare=True)
    tree, parents, cache = repo.TreeBuilder().write(), [], Cache()
    who = pygit2.Signature("a", "a@example.org", 1_700_000_000, 0)
    for number in range(20):
        parents = [repo.create_commit(None, who, who, str(number), tree, parents)]
    walked(Snapshot(path, str(parents[0])), cache)
    parents = [repo.create_commit(None, who, who, "one more", tree, parents)]
    snapshot = Snapshot(path, str(parents[0]))
    read: list[str] = []
    real = snapshot.commits
    monkeypatch.setattr(
        snapshot, "commits", lambda limit, but: (read.append(commit.id) or commit for commit in real(limit, but))
    )
    assert walked(snapshot, cache).tally.count == 21
    assert read == [str(parents[0])]
