"""Suppression comments, counted in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.tools.markers import MARKERS, marks


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("import os  # noqa", "noqa"),
        ("import os  #NOQA: F401", "noqa"),
        ("x = 1  # why # noqa:E731", "noqa"),
        ("import os  # ruff: ignore[F401]", "noqa"),
        ("# ruff: noqa", "noqa for a file"),
        ("# flake8: noqa: F401", "noqa for a file"),
        ("# ruff: file-ignore[F401]", "noqa for a file"),
        ("x: int = y  # type: ignore[assignment]", "type: ignore"),
        ("x = y  # pyright: ignore", "type: ignore"),
        ("x = y  # pylint: disable=C0103", "pylint: disable"),
        ("if x:  # pragma: no cover", "pragma: no cover"),
        ("if x:  # pragma: no branch", "pragma: no cover"),
        ("call(x, shell=True)  # nosec B602", "nosec"),
    ],
)
def test_each_marker_is_counted_once_and_as_itself(line: str, marker: str) -> None:
    """V8: every form is known, and none is counted as another."""
    assert marks(f"first = 1\n{line}\n", MARKERS).counts == {marker: 1}


@pytest.mark.parametrize(
    "line", ["noqa = 1", "# a note about quality", "x = 'type: ignore'", "# nosection", "# noqable"]
)
def test_other_text_is_not_counted(line: str) -> None:
    """Words that only look like a marker are none."""
    assert marks(line, MARKERS).counts == {}


def test_a_line_and_a_file_are_hidden() -> None:
    """A marker hides its line, a marker for the file all of it."""
    found = marks("a\nb  # noqa\n", ["noqa", "noqa for a file"])
    assert (found.hide(1), found.hide(2), found.hide(None)) == (False, True, False)
    assert marks("# ruff: noqa\n", ["noqa", "noqa for a file"]).hide(99)


@given(st.lists(st.sampled_from(["# noqa", "x = 1", "#", "# type: ignore  # noqa", "# ruff: noqa"])))
def test_counts_add_up_over_lines(lines: list[str]) -> None:
    """The count of a text is the sum of the counts of its lines."""
    whole = marks("\n".join(lines), MARKERS).counts
    single = [marks(line, MARKERS).counts for line in lines]
    for marker in MARKERS:
        assert whole.get(marker, 0) == sum(counts.get(marker, 0) for counts in single)


@pytest.mark.threat("T40")
@pytest.mark.parametrize("text", ["#" * 10**6, "# " * 500_000, "#" + " " * 10**6, "# ruff:" * 150_000])
def test_long_lines_take_linear_time(text: str) -> None:
    """A megabyte of almost-markers is read in one pass; a quadratic pattern would not come to an end here."""
    assert marks(text, MARKERS).counts == {}
