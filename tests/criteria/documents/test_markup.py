import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.documents.markup import count_words, filler, outline, prose


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Markdown", "# Star Map\n\ntext\n\n## Install\n"),
        ("Markdown", "Star Map\n========\n\nInstall\n-------\n"),
        ("Markdown", "<h1 align='center'>Star Map</h1>\n\n## Install ##\n"),
        ("Markdown", "# [Star Map](https://example.org) ![badge](b.svg)\n## Install\n"),
        ("reStructuredText", "========\nStar Map\n========\n\nInstall\n~~~~~~~\n"),
        ("AsciiDoc", "= Star Map\n\n== Install\n"),
        ("Org", "* Star Map\n** Install\n"),
        ("Plain text", "STAR MAP\n\nInstall\n-------\n"),
        ("LaTeX", "\\section{Star Map}\n\\subsection{Install}\n"),
    ],
)
def test_title_and_headings_are_found_in_every_markup(markup: str, text: str) -> None:
    found = outline(text, markup)
    assert (found.title or "").lower() == "star map"
    assert [heading.lower() for heading in found.headings] == ["star map", "install"]


def test_a_heading_inside_code_is_none() -> None:
    assert outline("# A\n```sh\n# Install\n```\n", "Markdown").headings == ("A",)


@pytest.mark.threat("A7")
def test_badges_code_and_addresses_are_no_sentences() -> None:
    text = "[![passing tests](https://b.example/x.svg)](https://b.example)\n```\nmany words of code here\n```\nhttps://a.example/word\n"
    assert count_words(prose(text)) == 0


def test_the_text_of_a_link_is_kept() -> None:
    assert prose("read [the manual](https://a.example) first").split() == ["read", "the", "manual", "first"]


def test_words_of_scripts_without_blanks_are_counted() -> None:
    assert count_words("星図を描く道具") == 3


@pytest.mark.threat("A6")
@pytest.mark.parametrize(
    "text", ["Lorem ipsum dolor sit amet", "good software " * 30, "This is a fine program to use.\n" * 12]
)
def test_filler_is_told_from_text(text: str) -> None:
    assert filler(text)


def test_real_sentences_are_no_filler() -> None:
    assert (
        filler("Draws a map of the stars that one sees from a place at a given time, for print and for the screen.")
        is None
    )


@given(
    st.text(max_size=500), st.sampled_from(["Markdown", "reStructuredText", "Plain text", "AsciiDoc", "Org", "HTML"])
)
def test_any_text_has_an_outline_and_sentences(text: str, markup: str) -> None:
    outline(text, markup)
    filler(prose(text))


@pytest.mark.threat("A23")
@pytest.mark.parametrize("unit", ["![", "[](", "<", "[![", "https://", ".. a", "<!--", "|", "`", "# ", "===\n", ":a:"])
def test_a_text_made_to_be_slow_is_read(unit: str) -> None:
    text = unit * 20_000
    outline(text, "Markdown")
    prose(text)
