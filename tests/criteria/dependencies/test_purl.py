"""Package URLs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from criteria.dependencies.model import Dependency
from criteria.dependencies.purl import purl


@pytest.mark.parametrize(
    ("ecosystem", "name", "version", "expected"),
    [
        ("pypi", "scikit-learn", "1.0", "pkg:pypi/scikit-learn@1.0"),
        ("npm", "@scope/x", "1", "pkg:npm/%40scope/x@1"),
        ("golang", "h.org/a/b", "v1.2.3", "pkg:golang/h.org/a/b@v1.2.3"),
        ("maven", "org.a:b", None, "pkg:maven/org.a/b"),
        ("composer", "a/b", "1", "pkg:composer/a/b@1"),
        ("generic", "gmp", "6.3.0", "pkg:generic/gmp@6.3.0"),
        ("npm", "@scope/", None, "pkg:npm/%40scope"),
    ],
)
def test_each_ecosystem_has_its_form(ecosystem: str, name: str, version: str | None, expected: str) -> None:
    """Namespaces are taken out of the name where the type has them."""
    assert purl(Dependency(ecosystem, name, "runtime", "x", version=version)) == expected


@pytest.mark.threat("A21")
@given(st.text(min_size=1), st.text())
def test_any_name_and_version_make_a_readable_address(name: str, version: str) -> None:
    """Half a surrogate pair can come out of a JSON lock file."""
    made = purl(Dependency("generic", f"x{name}x", "runtime", "x", version=version))
    assert made.isascii()
    assert PackageURL.from_string(made).type == "generic"
