"""sage-commit-messages: each commit of a change says what it does."""

from pathlib import Path

import attrs
import pytest
from changesets import changeset, judged

from criteria.checks import sage_commit_messages as check
from criteria.evidence.change import Changeset
from criteria.model import Outcome, Strength, Verdict


def _changed(folder: Path, *messages: str) -> Changeset:
    """A change with commits of these messages."""
    bare = changeset(folder, {"a": "1"}, {"a": "2"})
    return attrs.evolve(bare, commits=tuple(attrs.evolve(bare.commits[0], message=message) for message in messages))


def _judge(changed: Changeset) -> Verdict:
    return judged(check, changed, maximum_subject=100)


def test_subjects_that_say_what_was_done_pass(tmp_path: Path) -> None:
    """With or without a text behind an empty line."""
    verdict = _judge(
        _changed(tmp_path, "Draw maps faster", "Cache the sky\n\nIt is read often.\n", "fix typos in the atlas")
    )
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.reason == "none of 3 subjects is amiss"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("", "no subject"),
        ("\n \n", "no subject"),
        ("fixup! Draw maps faster", "to be folded"),
        ("squash! x", "to be folded"),
        ("WIP: maps", "unfinished"),
        ("[wip] draw maps faster", "unfinished"),
        ("fix", "says nothing"),
        ("typo", "says nothing"),
        ("maps", "too short"),
        ("Update maps.py", "left as the editor of the forge wrote it"),
        ("Draw maps " + "very " * 20 + "fast", "longer than 100"),
        ("Draw maps faster\nand better", "no empty line"),
    ],
)
def test_a_message_that_leaves_its_reader_alone_fails(tmp_path: Path, message: str, said: str) -> None:
    """With the commit and what is amiss."""
    changed = _changed(tmp_path, "Draw maps faster", message)
    verdict = _judge(changed)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.found == "1 of 2 commits"
    assert verdict.findings[0].message.startswith(changed.commits[1].id[:12])
    assert said in verdict.findings[0].message


def test_a_change_of_nothing_but_merges_is_not_concerned(tmp_path: Path) -> None:
    """What git writes on a merge is nobody's message."""
    changed = _changed(tmp_path, "Merge branch 'develop' into maps")
    merge = attrs.evolve(changed.commits[0], parents=("a" * 40, "b" * 40))
    assert _judge(attrs.evolve(changed, commits=(merge,))).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    changed = attrs.evolve(_changed(tmp_path, "Draw maps faster"), truncated="there are too many commits")
    assert _judge(changed).outcome is Outcome.NOT_ASSESSED
