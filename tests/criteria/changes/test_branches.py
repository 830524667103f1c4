"""Branches beside the main line: their role, their life, and where both lines meet."""

from pathlib import Path

import pytest
from histories import History

from criteria.changes.branches import NEXT, SERIES, STABLE, role_of
from criteria.evidence import workflow
from criteria.evidence.workflow import Workflow


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("develop", NEXT),
        ("next", NEXT),
        ("stable", STABLE),
        ("master", STABLE),
        ("1.14", SERIES),
        ("passagemath-10.8.x", SERIES),
        ("release/2.3", SERIES),
        ("v3-stable", SERIES),
        ("flint-3.6.0", None),
        ("feature/next", None),
        ("t/30527/x", None),
    ],
)
def test_a_role_is_told_by_the_name(name: str, role: str | None) -> None:
    """A branch that updates another software to a version is no series of releases."""
    assert role_of(name) == role


def _collect(history: History, commit: str) -> Workflow:
    return workflow.collect(history.snapshot(commit))


def test_a_branch_for_the_next_release_meets_main_in_tagged_merges(tmp_path: Path) -> None:
    """Aligned where both trees are the same."""
    history = History(tmp_path / "r")
    first = main = develop = history.commit({"a": "0"})
    for number in range(1, 4):
        topic = history.commit({"a": str(number)}, parents=[develop], branch=f"topic-{number}")
        develop = history.commit({"a": str(number)}, f"Merge branch 'topic-{number}'", [develop, topic], "develop")
        main = history.commit({"a": str(number)}, "Merge branch 'develop'", [main, develop], tag=f"v{number}.0.0")
    assert first != main
    (line,) = _collect(history, main).lines
    assert (line.name, line.role, line.changes, line.traced) == ("develop", NEXT, 3, 3)
    assert [(joint.tagged, joint.aligned) for joint in line.joints] == [(True, True)] * 3


def test_a_branch_that_follows_meets_main_at_its_head(tmp_path: Path) -> None:
    """It is moved forward without a merge, to what is released."""
    history = History(tmp_path / "r", "develop")
    released = history.commit({"a": "0"}, branch="develop", tag="v1.0.0")
    history.reference("refs/heads/master", released)
    head = history.commit({"a": "1"}, parents=[released], branch="develop")
    (line,) = _collect(history, head).lines
    assert (line.role, line.changes) == (STABLE, 0)
    assert [(joint.commit, joint.tagged) for joint in line.joints] == [(released, True)]


def test_lines_are_those_of_the_default_branch_whichever_commit_is_assessed(tmp_path: Path) -> None:
    """An old release of the project has the same branches."""
    history = History(tmp_path / "r")
    old = history.commit({"a": "0"})
    fork = history.commit({"a": "1"}, parents=[old])
    history.commit({"a": "2"}, parents=[fork], branch="1.x")
    head = history.commit({"a": "3"}, parents=[fork])
    assert _collect(history, old).lines == _collect(history, head).lines
    assert _collect(history, old).lines[0].changes == 1
    assert _collect(history, old).at_head is False
