"""Which versions an advisory speaks of, by the rules of the OSV schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from criteria.advisories.ranges import fixed_in, is_affected, key_of


def _range(*events: tuple[str, str], kind: str = "ECOSYSTEM") -> dict[str, Any]:
    return {"ranges": [{"type": kind, "events": [{name: value} for name, value in events]}]}


FIXED = _range(("introduced", "0"), ("fixed", "1.5"))
TWICE = _range(("introduced", "3.0"), ("fixed", "3.2"), ("introduced", "1.0"), ("fixed", "1.5"))


@pytest.mark.parametrize(
    ("version", "affected", "expected"),
    [
        ("1.4", FIXED, True), ("1.5", FIXED, False), ("1.5rc1", FIXED, True), ("1.4.post1", FIXED, True),
        ("0.9", TWICE, False), ("1.2", TWICE, True), ("2.0", TWICE, False), ("3.1", TWICE, True), ("3.2", TWICE, False),
        ("2.0", _range(("introduced", "0"), ("last_affected", "2.0")), True),
        ("2.0.1", _range(("introduced", "0"), ("last_affected", "2.0")), False),
        ("9.0", _range(("introduced", "1")), True),
        ("9.0", _range(("introduced", "0"), ("limit", "5")), False),
        ("1.0.0", {"versions": ["1.0", "2.0"]}, True), ("1.1", {"versions": ["1.0"]}, False),
        ("1.1", {"versions": ["1.0"], **FIXED}, True),
        ("1.0", _range(("introduced", "0"), kind="GIT"), None), ("1.0", {}, None),
        ("1.0", _range(("introduced", "nonsense")), None), ("not a version", FIXED, None),
        ("1.0", {"ranges": "x", "versions": 3}, None), ("1.0", {"ranges": [7, {"type": "SEMVER", "events": 3}]}, False),
    ],
)  # fmt: skip
def test_python_versions(version: str, affected: dict[str, Any], expected: bool | None) -> None:
    """Events count in the order of their versions, however they are listed; what cannot be compared is unknown."""
    assert is_affected(version, affected, "pypi") is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.4.9", True), ("1.5.0", False), ("v1.4.9", True), ("1.5.0-rc.1", True), ("1.5.0+build", False), ("1.4", True),
     ("^1.4", None)],
)  # fmt: skip
def test_semantic_versions(version: str, expected: bool | None) -> None:
    """A pre-release comes before its release, build metadata says nothing."""
    affected = _range(("introduced", "1.0.0"), ("fixed", "1.5.0"), kind="SEMVER")
    for ecosystem in ("npm", "cargo", "golang", "julia"):
        assert is_affected(version, affected, ecosystem) is expected


def test_words_in_versions_of_other_ecosystems_are_not_guessed() -> None:
    """Numbers are compared, words are not."""
    for ecosystem in ("maven", "gem", "composer", "cran"):
        assert is_affected("1.4.2", FIXED, ecosystem) is True
        assert is_affected("1.10", FIXED, ecosystem) is False
        assert is_affected("1.4-beta", FIXED, ecosystem) is None


def test_fixed_versions_are_told() -> None:
    """What to raise it to."""
    assert fixed_in(TWICE) == ["3.2", "1.5"]
    assert fixed_in(_range(("introduced", "0"), ("fixed", "abc"), kind="GIT")) == []


@given(st.lists(st.integers(0, 20), min_size=2, max_size=2, unique=True), st.integers(0, 20))
def test_a_range_is_half_open(bounds: list[int], version: int) -> None:
    """From introduced on, up to fixed."""
    low, high = sorted(bounds)
    affected = _range(("introduced", f"{low}.0"), ("fixed", f"{high}.0"))
    assert is_affected(f"{version}.0", affected, "pypi") is (low <= version < high)


@given(st.tuples(st.integers(0, 30), st.integers(0, 30)), st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_keys_order_as_versions_do(one: tuple[int, int], other: tuple[int, int]) -> None:
    """In every ecosystem, for plain numbers."""
    texts = [f"{major}.{minor}" for major, minor in (one, other)]
    expected = Version(texts[0]) < Version(texts[1])
    for ecosystem in ("pypi", "npm", "cargo", "golang", "julia", "maven", "gem", "composer", "cran"):
        assert (key_of(texts[0], ecosystem) < key_of(texts[1], ecosystem)) is expected
