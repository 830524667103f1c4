"""Libraries that the sources include are installed; those the tree brings itself are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import snapshot_of

from master.plan.detectors.detector import Needs
from master.plan.detectors.system_libraries import SystemLibraries
from workers.cell import Recipe
from workers.packages import package_problem


def needs(tmp_path: Path, files: dict[str, str], recipe: Recipe | None = None) -> Needs:
    return SystemLibraries().needs(snapshot_of(tmp_path, {"README": "", **files}), recipe or Recipe())


@pytest.mark.parametrize(
    ("file", "text", "package"),
    [
        ("a.c", "  #  include <gmp.h>\n", "libgmp-dev"),
        ("a.hpp", '#include "fftw3.h"\n', "libfftw3-dev"),
        ("a.pxd", 'cdef extern from "ppl.hh" namespace "x":\n', "libppl-dev"),
        ("a.pyx", "cdef extern from '<mpfr.h>':\n", "libmpfr-dev"),
        ("a.pyx", "from gmpy2.x cimport mpz\n", "libmpc-dev"),
        ("a.pyx", "cimport cypari2\n", "libpari-dev"),
        ("meson.build", "x = dependency('fplll', required: false)\n", "libfplll-dev"),
        ("CMakeLists.txt", "pkg_check_modules(X REQUIRED gsl>=2 hdf5)\n", "libhdf5-dev"),
        ("configure.ac", "PKG_CHECK_MODULES([A], [libzmq >= 4])\n", "libzmq3-dev"),
        ("setup.py", "pkgconfig.parse('cfitsio')\n", "libcfitsio-dev"),
        ("setup.py", 'check_output(["pkg-config", "fplll", "--libs"])\n', "libfplll-dev"),
    ],
)
def test_traces(tmp_path: Path, file: str, text: str, package: str) -> None:
    """Each way of asking for a library, with the file that asks in the reason."""
    found = needs(tmp_path, {f"src/{file}": text})
    assert package in found.system
    assert any(package in reason and f"src/{file}" in reason for reason in found.reasons)


def test_own_headers(tmp_path: Path) -> None:
    """A header that the tree has is not looked for elsewhere."""
    assert needs(tmp_path, {"a.c": "#include <gmp.h>\n", "mini/gmp.h": ""}) == Needs()


@pytest.mark.parametrize("path", ["third_party/x/a.c", "docs/a.c", "a.txt", "examples/a.cc"])
def test_passed_over(tmp_path: Path, path: str) -> None:
    """What is not built asks for nothing."""
    assert needs(tmp_path, {path: "#include <gmp.h>\n"}) == Needs()


def test_image_without_it(tmp_path: Path) -> None:
    """A package that the image's Debian does not have is left out, with a sentence."""
    found = needs(tmp_path, {"a.c": "#include <pcre.h>\n"}, Recipe(images=("debian-13",)))
    assert found.system == ()
    assert "debian-13 has no such package" in found.reasons[0]


PARTS = ["#include", " <", "gmp.h", ">\n", '"', "cdef extern from ", "dependency('", "gsl", "')\n", "\0", "\n",
         " " * 50, "pkg_check_modules(", ")", "cimport ", "gmpy2"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever a source says, only packages of the table are named."""
    found = needs(tmp_path_factory.mktemp("repo"), {"a.pyx": text, "meson.build": text, "CMakeLists.txt": text})
    assert not [name for name in found.system if package_problem(name)]
    assert all(reason.isprintable() for reason in found.reasons)
