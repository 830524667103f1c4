"""Names of libraries become Debian packages, from what Debian's own packages bring and from a table by hand."""

from importlib.resources import files

import yaml

from master.plan.debian_index import debian_index
from master.plan.system_libraries import Asked, of_cmake, of_find_package, of_module, of_pkgconfig, of_programs
from workers.packages import package_problem


def test_indexes() -> None:
    """The index of each image knows the usual libraries, R packages and toolchains."""
    for image in ("debian-12", "debian-13"):
        index = debian_index(image)
        assert index.pkgconfig["gsl"] == "libgsl-dev"
        assert index.cmake["eigen3"] == "libeigen3-dev"
        assert {"r-cran-testthat", "r-base-core", "golang-go", "rustc", "nodejs", "cmake", "meson"} <= set(
            index.versions
        )
        assert all(index.version(package) for package in index.versions)
        assert not any(package_problem(name) for name in {*index.pkgconfig.values(), *index.cmake.values()})
    assert not debian_index("none").versions


def test_table() -> None:
    """Every name in the table is in lower case, as it is looked up, and every package could be one of Debian's."""
    table = yaml.safe_load((files("master.plan") / "cmake_packages.yaml").read_bytes())
    assert list(table) == ["find_package", "find_program"]
    for names in table.values():
        assert list(names) == sorted(names)
        assert all(name == name.lower() for name in names)
        assert not any(package_problem(package) for packages in names.values() for package in packages)


def test_lookups() -> None:
    """By hand before the index; nothing needed is not the same as nothing known."""
    assert of_find_package("HDF5") == ("libhdf5-dev",)
    assert of_find_package("nlohmann_json") == ("nlohmann-json3-dev",)
    assert of_find_package("Threads") == ()
    assert of_find_package("Nowhere") is None
    assert of_module("fftw3") == ("libfftw3-dev",)
    assert of_module("nowhere") is None


def test_sentences() -> None:
    """One sentence for each name; an optional one that is not known is passed over."""
    packages = of_cmake([Asked("GTest"), Asked("Threads"), Asked("No"), Asked("Maybe", required=False)])
    assert packages.system == ("libgtest-dev", "libgmock-dev")
    assert packages.reasons == (
        "libgtest-dev, libgmock-dev: find_package asks for 'GTest'",
        "find_package asks for 'No', for which no Debian package is known",
    )
    both = packages + of_pkgconfig([Asked("gtest")]) + of_programs(["swig", "never"])
    assert both.system == ("libgtest-dev", "libgmock-dev", "swig")


def test_asked_twice() -> None:
    """A library that is required once is required."""
    assert of_cmake([Asked("No", required=False), Asked("No")]).reasons
