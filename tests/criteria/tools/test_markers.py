"""Suppression comments, counted in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.tools.markers import MARKERS, places


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
    assert places(f"first = 1\n{line}\n".encode()) == {marker: [2]}


@pytest.mark.parametrize(
    "line", ["noqa = 1", "# a note about quality", "x = 'type: ignore'", "# nosection", "# noqable"]
)
def test_other_text_is_not_counted(line: str) -> None:
    """Words that only look like a marker are none."""
    assert places(line.encode()) == {}


@given(st.lists(st.sampled_from(["# noqa", "x = 1", "#", "# type: ignore  # noqa", "# ruff: noqa"])))
def test_counts_add_up_over_lines(lines: list[str]) -> None:
    """The count of a text is the sum of the counts of its lines."""
    whole = places("\n".join(lines).encode())
    single = [places(line.encode()) for line in lines]
    for marker in MARKERS:
        assert len(whole.get(marker, ())) == sum(len(found.get(marker, ())) for found in single)


@pytest.mark.threat("T40")
@pytest.mark.parametrize("text", ["#" * 10**6, "# " * 500_000, "#" + " " * 10**6, "# ruff:" * 150_000])
def test_long_lines_take_linear_time(text: str) -> None:
    """A megabyte of almost-markers is read in one pass; a quadratic pattern would not come to an end here."""
    assert places(text.encode()) == {}
