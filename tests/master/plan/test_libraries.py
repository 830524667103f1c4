"""The table of libraries: names of Debian, each header and module once, each found again."""

from collections import Counter

from master.plan.libraries import libraries, of_cimport, of_header, of_pkgconfig
from workers.images.recipe import recipes
from workers.packages import package_problem


def test_table() -> None:
    """Every package has a name of Debian's form; no header or module belongs to two libraries; images are ours."""
    table = libraries()
    assert not [name for library in table for name in library.packages if package_problem(name)]
    for field in ("headers", "pkgconfig", "cimports"):
        counted = Counter(name for library in table for name in getattr(library, field))
        assert not [name for name, count in counted.items() if count > 1]
    assert {image for library in table for image in library.missing} <= set(recipes())
    assert all(library.headers or library.pkgconfig or library.cimports for library in table)


def test_found_again() -> None:
    """Each name leads to its library; a folder stands for all below it."""
    for library in libraries():
        assert all(of_header(header) is library for header in library.headers if not header.endswith("/"))
        assert all(of_pkgconfig(name) is library for name in library.pkgconfig)
        assert all(of_cimport(name) is library for name in library.cimports)
    found = of_header("fplll/nr/nr.h")
    assert found is not None
    assert found.packages == ("libfplll-dev",)
    assert of_header("stdio.h") is None
