"""Which lines are new, and which only moved."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from criteria.changes.difference import Difference
from criteria.changes.hunks import hunks

LINES = st.lists(st.sampled_from(["a", "b", "  a", "c ", "", "d"]), max_size=12)


def test_a_line_that_went_elsewhere_was_moved() -> None:
    """Into another file, or in by four blanks; as often as it left and no oftener."""
    moved = Difference("a.py", "a.py", "one\ntwo\nthree\n", "three\n")
    there = Difference("b.py", None, "", "if x:\n    one\n    one\n")
    found = hunks([moved, there])
    assert found["b.py"].new == {1, 3}
    assert (found["b.py"].moved, found["a.py"].removed, found["a.py"].new) == (1, 2, frozenset())


def test_an_empty_line_is_never_moved() -> None:
    assert hunks([Difference("a", "a", "x\n\ny\n", "x\ny\n\n")])["a"].new == {3}


def test_a_file_that_is_gone_or_unread_has_no_lines() -> None:
    """What left a deleted file may have come elsewhere."""
    gone = Difference("a", "a", "one\n", None)
    unread = Difference("b", None, unread="too large")
    found = hunks([gone, unread, Difference("c", None, "", "one\n")])
    assert set(found) == {"c"}
    assert found["c"].new == frozenset()


@given(LINES, LINES)
def test_what_is_not_added_stood_in_the_base_in_the_same_order(before: list[str], after: list[str]) -> None:
    """The law of a difference: the head without what was added is the base without what was removed."""
    old, new = "\n".join(before), "\n".join(after)
    found = hunks([Difference("a", "a", old, new)])["a"]
    added = len(found.new) + found.moved
    assert len(new.splitlines()) - added == len(old.splitlines()) - found.removed
    kept = [line for number, line in enumerate(new.split("\n"), 1) if number not in found.new]
    assert Counter(map(str.lstrip, filter(str.strip, kept))) <= Counter(map(str.lstrip, filter(str.strip, before)))


@given(LINES)
def test_a_text_compared_with_itself_changes_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = hunks([Difference("a", "a", text, text)])["a"]
    assert (found.new, found.moved, found.removed) == (frozenset(), 0, 0)


@given(LINES)
def test_a_new_file_is_new_from_end_to_end(lines: list[str]) -> None:
    text = "\n".join([*lines, ""])
    assert hunks([Difference("a", None, "", text)])["a"].new == set(range(1, text.count("\n") + 1))
