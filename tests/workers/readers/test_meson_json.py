"""Meson's own test log."""

import pytest
from readings import by_id, capture, of_file

from workers.errors import ResultError


def test_it_knows_what_the_junit_file_of_meson_hides() -> None:
    """A test that took too long, and one that passed although it was to fail, are green in the JUnit file."""
    told = by_id(of_file("meson", capture("meson-testlog.json")))
    hidden = by_id(of_file("junit", capture("meson.xml")))
    for name, outcome in (("tiny / slow", "error"), ("tiny / surprise", "failed")):
        assert (told[name].outcome, hidden[f"tiny::{name}"].outcome) == (outcome, "passed")


@pytest.mark.parametrize("line", ["{}", "[]", "no", '{"name": 3, "result": "OK"}', '{"name": "a", "result": "WHAT"}'])
def test_other_lines_are_refused_with_a_sentence(line: str) -> None:
    """Whatever shape they have."""
    with pytest.raises(ResultError, match="Meson"):
        of_file("meson", line)
