"""The name of an example outlives what people do to a file."""

import json
import os
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.cell_tools.entries import Entry, digest_of, entry_of, plan_lines, write_lines


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(1)", "f(1)  # long time"),
        ("f(1)\n", "f(1)  # optional - gap, needs sage.groups\n"),
        ("for i in x:\n    print(i)", "for i in x:  # random\n    print(i)  \n"),
        ('f("# no comment")', 'f("# no comment")   # tol 1e-9'),
        ("f('''\n# text\n''')", "f('''\n# text\n''')  # indirect doctest"),
    ],
)
def test_a_comment_does_not_change_a_digest(one: str, other: str) -> None:
    """A tag is a comment; an example that is tagged is the same example."""
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("f(1)", "f(2)"), ('f("# a")', 'f("# b")'), ("f('#')", "f('')"), ("# a", "# b"), ("f(1)", "f( 1)")],
)
def test_code_does(one: str, other: str) -> None:
    """What is inside a string is code, and a comment alone is all there is."""
    assert digest_of(one) != digest_of(other)


@given(st.text())
def test_a_digest_is_twelve_hex_digits(source: str) -> None:
    """Any text has one, however its quotes are balanced."""
    assert len(digest_of(source)) == 12
    assert int(digest_of(source), 16) >= 0


@given(st.lists(st.tuples(st.text(), st.integers(0), st.text(), st.integers(0), st.text()), max_size=250))
def test_a_plan_comes_back(fields: list[tuple[str, int, str, int, str]]) -> None:
    """What a plan's lines say is what it was made of."""
    entries = [Entry(*row, tags=("a",)) for row in fields]
    head, *batches = [json.loads(json.dumps(line)) for line in plan_lines("m", entries)]
    assert head == ["plan", "m", len(entries)]
    assert [entry_of(row) for _, batch in batches for row in batch] == entries


def test_a_line_stands_between_line_ends() -> None:
    """Half a line that somebody else left there is not joined to the next one."""
    with tempfile.TemporaryFile(buffering=0) as stream:
        stream.write(b'["torn')
        write_lines(stream.fileno(), [["start", 1]])
        os.lseek(stream.fileno(), 0, os.SEEK_SET)
        assert stream.read() == b'["torn\n["start", 1]\n'


@pytest.mark.parametrize(
    "fields",
    [
        [],
        ["f", 0, "d", 1, "run"],
        [1, 0, "d", 1, "run", []],
        ["f", "x", "d", 1, "run", []],
        ["f", 0, "d", 1, "run", [1]],
    ],
)
def test_what_is_no_entry_is_refused(fields: list[object]) -> None:
    """A line of another shape raises an error that its reader counts."""
    with pytest.raises((ValueError, TypeError)):
        entry_of(fields)
