import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.printable import printable


@pytest.mark.threat("T15", "A21", "A30")
@given(st.text(st.characters(), max_size=300))
def test_foreign_text_becomes_one_printable_line(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    shown.encode()


@pytest.mark.threat("A30")
def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert printable("a\n\x1b[31m\u202e\udcff") == "a\\n\\x1b[31m\\u202e\\udcff"
    assert printable("é") == "é"
