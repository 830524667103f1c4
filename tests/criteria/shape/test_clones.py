from hypothesis import given
from hypothesis import strategies as st

from criteria.shape.clones import MOST, WINDOW, windows

LINES = st.lists(st.text(alphabet="abcdefgh =", min_size=3, max_size=12), max_size=60)


@given(LINES, LINES)
def test_a_copy_is_sampled_as_its_original_is(block: list[str], around: list[str]) -> None:
    """What stands in one file is sampled alike in another, wherever it stands there."""
    alone = windows("\n".join(block).encode())
    within = windows("\n".join([*around, *block]).encode())
    assert len(within) >= MOST or not [one for one in set(alone) if one not in within]


def test_short_texts_have_no_window_and_long_ones_are_capped() -> None:
    assert windows(b"\n".join(b"line %d" % n for n in range(WINDOW - 1))) == []
    assert len(windows(b"\n".join(b"line %d" % n for n in range(100_000)))) == MOST
