"""Paths that reports name are kept only when they may lie inside of the tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.readers.paths import inside


@pytest.mark.threat("T33")
@pytest.mark.parametrize(
    "path",
    ["", "/", ".", "..", "../x", "a/../../x", "/etc/passwd", "/work/sourcery/x", "C:/x", "a\\b", "http://x/y", "a\0b"],
)
def test_what_leads_out_of_the_tree_is_dropped(path: str) -> None:
    """Absolute, upwards, of another system, or no path at all."""
    assert inside(path) is None


def test_what_the_cell_saw_is_made_relative() -> None:
    """Below the tree's place, with or without `file://`."""
    assert (
        inside("/work/source/src/a.py") == inside("file:///work/source/src/a.py") == inside("./src/a.py") == "src/a.py"
    )


@pytest.mark.threat("T33")
@given(st.text(alphabet="ab./\\:~\0 -", max_size=30))
def test_what_is_kept_stays_below_the_tree(path: str) -> None:
    """For every path there is."""
    kept = inside(path)
    assert kept is None or (not kept.startswith("/") and ".." not in kept.split("/"))
