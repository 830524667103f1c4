import pytest

from criteria.licences.blanks import MAXIMUM, find_blanks


@pytest.mark.parametrize(
    "blank",
    ["[year]", "<name of author>", "{{ cookiecutter.author }}", "Your Company", "____ ________", "John Doe", "TODO",
     "[insert name here]", ".........."],
)  # fmt: skip
def test_a_blank_on_the_notice_is_found_once_with_its_line(blank: str) -> None:
    """A2: however a form writes what is to be filled in."""
    places = list(find_blanks(f"The licence\n\nCopyright (c) 2024 {blank}\n\nText.\n", []))
    assert [place.line for place in places] == [3]


def test_a_notice_without_holder_is_a_blank() -> None:
    """A form that was emptied instead of filled; a name on the next line fills it."""
    assert [place.text for place in find_blanks("Copyright (c)\n\nText\n", [])] == ["Copyright (c)"]
    assert list(find_blanks("Copyright (c)\n2024 Ada\n", [])) == []


@pytest.mark.parametrize(
    "text",
    ["Copyright (c) 2024 Yearwood Nameless <yearwood@lab.org>", "# Copyright\n\nAll by Ada.", "the [first] year"],
)
def test_names_and_headings_are_no_blanks(text: str) -> None:
    """Words inside a name are part of it."""
    assert list(find_blanks(text, [])) == []


def test_blanks_are_capped() -> None:
    """A page of forms is told as a few places."""
    assert len(list(find_blanks("[year]\n" * 1000, []))) == MAXIMUM
