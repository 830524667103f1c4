"""Assay's own JSON lines, plain and compressed."""

import gzip

import pytest
from readings import of_file

from workers.errors import ResultError
from workers.readers import json_lines, test_case
from workers.readers.test_case import case, to_line

LINES = b"".join(to_line(case(name, "passed")).encode() + b"\n" for name in "abc")


@pytest.mark.parametrize(
    "content",
    [LINES, gzip.compress(LINES, mtime=0), gzip.compress(LINES[:20], mtime=0) + gzip.compress(LINES[20:], mtime=0)],
)
def test_plain_and_compressed_lines_are_the_same(content: bytes) -> None:
    """Also in several members."""
    assert [case.id for case in of_file("assay", content)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "content", [b"{}\n", gzip.compress(LINES, mtime=0)[:-9], b"\x1f\x8bnonsense", LINES + b'{"id":"x"}\n']
)
def test_damage_is_told_in_a_sentence(content: bytes) -> None:
    """Cut off, of other content, or with a line that is no record."""
    with pytest.raises(ResultError, match="record"):
        of_file("assay", content)


@pytest.mark.threat("T07")
def test_a_file_that_unpacks_to_far_more_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cap holds for what comes out, not for what goes in."""
    monkeypatch.setattr(json_lines, "MAX_BYTES", 2**20)
    with pytest.raises(ResultError, match="more than"):
        of_file("assay", gzip.compress(b"\n" * 2**24, mtime=0))


@pytest.mark.threat("T07", "T40")
def test_lines_of_nothing_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank lines cost nothing to pack and much to count: some are passed over, a flood of them is not."""
    monkeypatch.setattr(test_case, "MAX_BLANK", 10)
    assert len(of_file("assay", b"\n" * 10 + LINES)) == 3
    with pytest.raises(ResultError, match="blank lines"):
        of_file("assay", LINES + b"\n" * 11)
