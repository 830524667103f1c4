import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.metadata.identifiers import doi_is_sample, doi_of, is_placeholder, orcid_digits, orcid_is_valid


def test_a_real_orcid_has_its_check_digit() -> None:
    """Digits and X are check digits of ISO 7064 MOD 11-2."""
    assert orcid_is_valid("0000-0002-9142-2596")
    assert orcid_is_valid("0000-0002-1694-233X")


@given(st.from_regex(r"\A(?:[0-9]{4}-){3}[0-9]{3}\Z"))
def test_exactly_one_check_digit_fits(body: str) -> None:
    """Of the eleven possible last characters one is right, so a wrong one never passes."""
    assert sum(orcid_is_valid(body + last) for last in "0123456789X") == 1


@pytest.mark.parametrize("value", ["0000-0002-9142-259", "https://example.org/0000-0002-9142-2596", "TODO", ""])
def test_what_has_not_the_form_is_no_orcid(value: str) -> None:
    """The form comes before the digit."""
    assert orcid_digits(value) is None


@pytest.mark.parametrize(
    "value", ["10.5281/zenodo.8042260", "https://doi.org/10.5281/ZENODO.8042260", "doi:10.5281/zenodo.8042260"]
)
def test_a_doi_is_one_in_every_spelling(value: str) -> None:
    """Bare, as address or with a scheme: one identifier."""
    assert doi_of(value) == "10.5281/zenodo.8042260"


@pytest.mark.parametrize("value", ["10.5281/zenodo.0", "10.5281/zenodo.1234567", "10.1234/abc", "10.5281/zenodo.xxxxx"])
def test_sample_dois_are_known(value: str) -> None:
    """Prefixes for tests and numbers from manuals belong to nobody."""
    assert doi_is_sample(value)


@pytest.mark.parametrize(
    "text",
    ["TODO", "todo", "", "your name", "My Research Software", "<your title>", "{{ name }}", "https://example.org/x",
     "https://github.com/your-org/your-repo", "John Doe", "Lorem ipsum dolor", "first name", "Insert title here"],
)  # fmt: skip
def test_placeholders_are_known(text: str) -> None:
    """What a template leaves behind is no metadata."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["SageMath", "A tool to name stars", "Doe", "Jane", "Todorov", "NetworkX", "https://www.sagemath.org/", "1.0",
     "If you use this software, please cite it as below."],
)  # fmt: skip
def test_real_words_are_none(text: str) -> None:
    """Real names and sentences pass."""
    assert not is_placeholder(text)
