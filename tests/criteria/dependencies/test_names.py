"""Names that are nearly those of others (A20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.dependencies.names import KNOWN, SHORTEST, nearly


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("reqeusts", "requests"), ("numpyy", "numpy"), ("pandsa", "pandas"), ("matplotlb", "matplotlib"),
        ("scikitlearn", "scikit-learn"), ("python-dateutils", None), ("sympy", None), ("simpy", None),
        ("request", "requests"), ("tx", None),
    ],
)  # fmt: skip
def test_one_letter_or_a_swapped_pair(name: str, known: str | None) -> None:
    """Two edits are another name; a well-known package is itself."""
    assert nearly(name) == known


@given(st.sampled_from(sorted(KNOWN)))
def test_no_known_package_is_a_mistake(name: str) -> None:
    """However near two of them are."""
    assert nearly(name) is None


@given(st.sampled_from(sorted(name for name in KNOWN if len(name) > SHORTEST)), st.data())
def test_a_dropped_letter_is_found(name: str, data: st.DataObject) -> None:
    """Wherever it was, unless the rest is a package of its own."""
    at = data.draw(st.integers(0, len(name) - 1))
    assert name[:at] + name[at + 1 :] in KNOWN or nearly(name[:at] + name[at + 1 :]) is not None
