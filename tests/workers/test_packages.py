"""Names of Debian packages, and nothing that apt would take for more than a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.errors import MatrixError
from workers.packages import MAX_PACKAGES, check_packages, package_problem


@pytest.mark.parametrize("name", ["g++", "libgmp-dev", "libstdc++6", "python3.11-dev", "0ad", "libfplll-dev"])
def test_real_names(name: str) -> None:
    """The names that Debian uses are accepted."""
    assert package_problem(name) is None


@pytest.mark.threat("T25", "T31")
@pytest.mark.parametrize(
    "name",
    ["", "a", "-y", "--allow-unauthenticated", "gcc-", "gcc=1.0", "gcc:arm64", "gcc/sid", "Gcc", "a b", "a;b", "a\n",
     "./x.deb", "*", "$(x)", "é" * 3, "a" * 200],
)  # fmt: skip
def test_no_names(name: str) -> None:
    """Options, removals, versions, files, patterns and shell text are no names."""
    problem = package_problem(name)
    assert problem
    assert "\n" not in problem


@settings(deadline=None)
@given(st.text())
def test_what_passes_is_one_plain_word(name: str) -> None:
    """A name that passes is never an option and never more than one word of the shell."""
    if package_problem(name) is None:
        assert name[0] not in "-+." and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789+-.")


def test_each_once() -> None:
    """A package that is named twice is installed once, in its first place."""
    assert check_packages(["make", "gcc", "make"]) == ("make", "gcc")


def test_too_many() -> None:
    """A list longer than a cell installs is an error with the numbers."""
    with pytest.raises(MatrixError, match=f"{MAX_PACKAGES + 1} packages are more than the {MAX_PACKAGES}"):
        check_packages(f"package{number}" for number in range(MAX_PACKAGES + 1))
