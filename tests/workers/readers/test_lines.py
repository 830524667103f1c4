"""Lines of hostile texts."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.readers.lines import lines, number, uncoloured


@given(
    st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line and b"\r" not in line), max_size=9),
    st.integers(1, 30),
)
def test_every_line_comes_once_and_is_cut(texts: list[bytes], limit: int) -> None:
    """However long it is."""
    found = list(lines(io.BytesIO(b"".join(text + b"\n" for text in texts)), limit))
    assert found == [text[:limit].decode(errors="replace") for text in texts]


@pytest.mark.threat("F18")
def test_a_line_without_end_is_one_short_line() -> None:
    """What is beyond the limit is passed by."""
    assert [len(line) for line in lines(io.BytesIO(b"x" * 2**20 + b"\ny"), 100)] == [100, 1]


def test_a_line_is_what_a_terminal_would_show() -> None:
    """Without colours, and with what was written over it."""
    assert uncoloured("\x1b[32mok\x1b[0m") == "ok"
    assert uncoloured(" 3 done\r10 done\r") == "10 done"


def test_what_is_no_number_is_nought() -> None:
    """Durations come in many coats."""
    assert [number(text) for text in ("1,234.5", " 2 ", "", None, "soon")] == [1234.5, 2.0, 0.0, 0.0, 0.0]
