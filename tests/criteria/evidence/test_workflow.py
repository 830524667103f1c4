"""What a history shows of the way changes come in."""

from pathlib import Path

import cattrs
import pytest
from histories import DAY, START, History

from criteria.evidence import workflow
from criteria.evidence.workflow import DIRECT, LINKED, MERGE, PULL, Workflow
from criteria.model import plain


def _history(path: Path) -> tuple[History, str]:
    """A first commit, a merge, a squash, a push, a bot's push, a release mark, and a line merged with itself."""
    history = History(path)
    first = history.commit({"a.py": "1"}, "First")
    topic = history.commit({"a.py": "2", "tests/test_a.py": "2"}, parents=[first], branch="topic")
    at = history.commit({"a.py": "2", "tests/test_a.py": "2"}, "Merge pull request #1 from grace/topic", [first, topic])
    at = history.commit({"a.py": "3", "docs/a.md": "3"}, "Read more stars (#2)\n\nFixes #9", [at])
    history.reference("refs/pull/2/head", at)
    at = history.commit({"a.py": "4"}, "fix", [at])
    at = history.commit({"a.py": "5"}, "Bump", [at], author=("dependabot[bot]", "x@example.org"))
    at = history.commit({"a.py": "5", "VERSION": "1"}, "Release 1.0.0", [at], tag="v1.0.0")
    other = history.commit({"a.py": "5", "b": "1"}, "Elsewhere", [at], branch=None)
    at = history.commit({"a.py": "5", "b": "1"}, "Merge branch 'main' of https://example.org/x", [at, other])
    return history, at


def _collect(history: History, commit: str) -> Workflow:
    return workflow.collect(history.snapshot(commit))


def test_each_change_is_told_by_how_it_came(tmp_path: Path) -> None:
    """Newest first."""
    history, head = _history(tmp_path / "r")
    found = _collect(history, head)
    assert [change.how for change in found.changes] == [PULL, DIRECT, DIRECT, DIRECT, LINKED, MERGE, DIRECT]
    assert [change.bot for change in found.changes] == [False, False, True, False, False, False, False]
    assert [change.release for change in found.changes] == [False, True, False, False, False, False, False]
    assert [change.proved for change in found.changes] == [False, False, False, False, True, True, False]
    assert (found.changes[5].request, found.changes[5].owner, found.changes[4].closes) == (1, "grace", (9,))
    assert found.changes[3].weak == "says nothing"
    assert (found.whole, found.default, found.at_head) == (True, "main", True)


def test_the_paths_of_a_change_are_told_by_their_kinds(tmp_path: Path) -> None:
    """The first commit is no change; a line in the news is no documentation."""
    history, head = _history(tmp_path / "r")
    found = _collect(history, head)
    assert [change.touched for change in found.changes[3:]] == [
        ("code", "documentation"),
        ("code", "documentation", "tests"),
        ("code", "tests"),
        None,
    ]
    assert found.changed_code == ("a.py",)
    news = history.commit({"a.py": "5", "b": "1", "CHANGELOG.md": "x", "vendor/x.py": "1"}, parents=[head])
    assert _collect(history, news).changes[0].touched == ()


@pytest.mark.threat("A17")
def test_a_head_that_was_overwritten_is_found(tmp_path: Path) -> None:
    """Heads that the branch had before are remembered beside it."""
    history, head = _history(tmp_path / "r")
    lost = history.commit({"a": "lost"}, branch=None)
    for commit in (lost, head, "f" * 40):
        history.reference(f"refs/assay/heads/main/{commit}", head if commit == "f" * 40 else commit)
    found = _collect(history, head)
    assert (found.remembered, found.lost_heads) == (3, (lost,))
    assert _collect(*_history(tmp_path / "other")).lost_heads == ()


@pytest.mark.threat("A33")
def test_a_mirror_of_one_commit_knows_no_branches(tmp_path: Path) -> None:
    """As that of a checkout: what is the default branch is not known."""
    history, head = _history(tmp_path / "r")
    for name in list(history.repository.references):
        history.repository.references.delete(name)
    found = _collect(history, head)
    assert (found.default, found.at_head, found.branches, found.lines) == (None, None, 0, ())
    assert len(found.changes) == 7


@pytest.mark.threat("A22")
def test_a_history_with_a_missing_commit_is_broken_and_says_so(tmp_path: Path) -> None:
    """What was read before stays."""
    history, head = _history(tmp_path / "r")
    second = str(history.repository[history.repository[head].parent_ids[0]].parent_ids[0])
    snapshot = history.snapshot(head)
    (Path(history.repository.path) / "objects" / second[:2] / second[2:]).unlink()
    found = workflow.collect(snapshot)
    assert found.broken is not None
    assert "cannot be read" in found.broken
    assert not found.whole


def test_a_submodule_is_named_and_no_change_of_code(tmp_path: Path) -> None:
    """It is a part of the project that lies elsewhere."""
    history, head = _history(tmp_path / "r")
    builder = history.repository.TreeBuilder(history.repository[head].tree)
    builder.insert("extern", "a" * 40, 0o160000)
    tree = builder.write()
    who = history.repository[head].author
    made = history.repository.create_commit(None, who, who, "Add it", tree, [head])
    found = _collect(history, str(made))
    assert found.submodules == ("extern",)
    assert found.changes[0].touched == ()


def test_the_newest_thousand_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer history is not whole, and costs no more."""
    monkeypatch.setattr(workflow, "MAX_CHANGES", 3)
    monkeypatch.setattr(workflow, "MAX_COMPARED", 2)
    found = _collect(*_history(tmp_path / "r"))
    assert (len(found.changes), found.whole, found.changes[2].touched) == (3, False, None)


def test_it_is_the_same_twice_and_survives_being_stored(tmp_path: Path) -> None:
    """Evidence is kept as JSON and read back."""
    history, head = _history(tmp_path / "r")
    found = _collect(history, head)
    assert _collect(history, head) == found
    assert cattrs.structure(plain(found), Workflow) == found
    assert found.time == START + 9 * DAY
