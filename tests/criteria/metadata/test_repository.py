import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.metadata.repository import is_web_address, origin_of


@pytest.mark.parametrize(
    "address",
    ["https://github.com/Lab/Star-Map", "https://github.com/lab/star-map.git", "git@github.com:lab/star-map.git",
     "ssh://git@github.com/lab/star-map", "git+https://github.com/lab/star-map.git", "http://www.github.com/lab/star-map/",
     "https://github.com/lab/star-map/tree/main/src", "https://user@github.com:443/lab/star-map"],
)  # fmt: skip
def test_one_repository_in_many_spellings(address: str) -> None:
    """Protocol, user, suffix, case and pages do not matter."""
    assert origin_of(address) == "github.com/lab/star-map"


def test_the_full_origin_is_the_identity() -> None:
    """A18: the same name under another owner or host is another repository; groups of a forge are part of it."""
    addresses = (
        "https://github.com/fork/star-map",
        "https://gitlab.com/lab/star-map",
        "https://gitlab.com/lab/sub/star-map",
    )
    assert len({origin_of(address) for address in addresses}) == 3


@pytest.mark.parametrize("value", ["", "star-map", "https://github.com", "https://github.com/lab", "TODO", "/home/x/y"])
def test_other_values_are_no_repository(value: str) -> None:
    """Names, pages of an owner and paths."""
    assert origin_of(value) is None


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    """Neither function fails."""
    assert origin_of(text) is None or "/" in str(origin_of(text))
    assert is_web_address(text) in (True, False)
