"""Text made visible: printable, capped, and the same the second time."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import ReportError
from reports.visible import visible, visible_data

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


@pytest.mark.threat("T15", "A21", "A30")
@given(ANY_TEXT)
def test_nothing_that_steers_a_reader_is_left(text: str) -> None:
    """No control, format or surrogate character comes through, and the rest can be written as UTF-8."""
    shown = visible(text)
    shown.encode()
    assert not [letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")]
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not [letter for letter in shown if unicodedata.bidirectional(letter) in bidi]


@given(ANY_TEXT, st.integers(1, 50))
def test_twice_is_once(text: str, limit: int) -> None:
    """A stored document renders as the fresh one."""
    once = visible(text, limit)
    assert len(once) <= limit
    assert visible(once, limit) == once


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=200).filter(lambda text: "\u3164" not in text))
def test_what_can_be_read_stays(text: str) -> None:
    """Letters, digits and punctuation of all scripts are left alone, but for the invisible fillers."""
    fillers = set("\u115f\u1160\u3164\uffa0")
    assert visible(text) == text or fillers & set(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\U000e0041", "\\U000e0041"),
        ("\uffff", "\\uffff"),
        ("naïve 漢字 ✓", "naïve 漢字 ✓"),
    ],
)
def test_escapes_are_those_people_know(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_data_is_made_visible_everywhere() -> None:
    """Keys and values at every depth; a number that is none becomes null."""
    data = {"a\x00": ["\x1b", {"b": ("\u202e",)}], "n": float("nan"), "i": 1}
    assert visible_data(data) == {"a\\x00": ["\\x1b", {"b": ["\\u202e"]}], "n": None, "i": 1}


@pytest.mark.threat("T32")
def test_a_document_deeper_than_ours_is_refused() -> None:
    """Nesting is refused in a sentence, not by the interpreter's own limit."""
    data: object = "x"
    for _ in range(100):
        data = [data]
    with pytest.raises(ReportError, match="deeper"):
        visible_data(data)
