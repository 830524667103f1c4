import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.licences.readme_section import licence_section


@pytest.mark.parametrize(
    ("text", "section", "line"),
    [
        ("# X\n\n## License\nMIT\n\n## Use\nRun.\n", "MIT\n", 4),
        ("X\n=\n\nLicence\n-------\nMIT\n\nUse\n---\nRun.\n", "MIT\n", 6),
        ("X\n\nLICENSE:\n\nMIT\n", "\nMIT", 4),
        ("# X\n### 7. Copyright and Licence\nMIT", "MIT", 3),
    ],
)
def test_the_section_ends_at_the_next_heading(text: str, section: str, line: int) -> None:
    """Whatever the markup; the line leads back into the file."""
    found = licence_section(text)
    assert found is not None
    assert (found.text, found.line) == (section, line)


@pytest.mark.parametrize("text", ["", "# X\nThe license server.\n", "## Licenses\n", "license plates are read\n"])
def test_a_sentence_is_no_heading(text: str) -> None:
    """And a heading without text is no section."""
    assert licence_section(text) is None


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """A section is a part of the text."""
    found = licence_section(text)
    assert found is None or found.text.strip()
