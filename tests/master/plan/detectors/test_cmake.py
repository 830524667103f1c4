"""CMake: the tests are switched on, libraries become Debian packages, CTest tells every test."""

import json
from pathlib import Path

from repos import snapshot_of

from master.plan import native_coverage
from master.plan.detectors.cmake import CMakeDetector
from workers.cell import Recipe, Results

TOP = """
cmake_minimum_required(VERSION 3.16...3.28)
project(Wave VERSION 1.0 LANGUAGES CXX)
option(WAVE_BUILD_TESTS "Build tests" OFF)
option(WAVE_CUDA_TESTS "" OFF)
find_package(HDF5 REQUIRED)
find_package(Nowhere REQUIRED)
find_package(Maybe)
find_package(wave REQUIRED)  # the installed one
# find_package(Qt5 REQUIRED)
pkg_check_modules(FFTW REQUIRED IMPORTED_TARGET fftw3>=3.3)
find_program(FYPP fypp)
enable_testing()
add_test(NAME a COMMAND a)
"""


def detected(tmp_path: Path, files: dict[str, str]) -> Recipe | None:
    return CMakeDetector().detect(snapshot_of(tmp_path, files), {})


def recipe(tmp_path: Path, top: str, **files: str) -> Recipe:
    found = detected(tmp_path, {"CMakeLists.txt": top, **files})
    assert found is not None
    return found


def said(found: Recipe, text: str) -> bool:
    return any(text in reason for reason in found.reasons)


def test_project(tmp_path: Path) -> None:
    """Options for tests are on, others are left; CTest writes JUnit, gcovr the coverage."""
    found = recipe(tmp_path, TOP)
    assert found.build == (
        native_coverage.INSTALL,
        "cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON -DWAVE_BUILD_TESTS=ON"
        " -DCMAKE_CXX_FLAGS=--coverage",
        "cmake --build build --parallel 4",
    )
    assert found.test == (
        'ctest --test-dir build --no-tests=error --output-on-failure --output-junit "$ASSAY_RESULTS/junit.xml"',
    )
    assert found.results == Results(junit=("junit.xml",), coverage=("coverage.info",))
    assert found.after_test[0].startswith("gcovr --root . ")


def test_libraries(tmp_path: Path) -> None:
    """What is asked for becomes packages; a required one that is not known is a sentence, the project itself none."""
    found = recipe(tmp_path, TOP)
    assert found.system == ("cmake", "libhdf5-dev", "libfftw3-dev", "fypp")
    assert said(found, "find_package asks for 'Nowhere', for which no Debian package is known")
    assert not said(found, "'Maybe'")
    assert not said(found, "'wave'")
    assert not said(found, "Qt5")


def test_no_tests(tmp_path: Path) -> None:
    """Without tests it is built only, and not measured."""
    found = recipe(tmp_path, "project(x C)")
    assert found.test == found.after_test == ()
    assert found.system == ("cmake",)
    assert found.build[0] == "cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug"
    assert said(found, "no tests found")


def test_fortran(tmp_path: Path) -> None:
    """Fortran that is switched on before or after `project` brings its compiler."""
    assert "gfortran" in recipe(tmp_path / "a", "project(x LANGUAGES Fortran)").system
    assert "gfortran" in recipe(tmp_path / "b", "project(x C)\nenable_language(Fortran)").system
    netcdf = recipe(tmp_path / "c", "project(x Fortran)\nfind_package(NetCDF COMPONENTS Fortran)").system
    assert netcdf == ("cmake", "gfortran", "libnetcdf-dev", "libnetcdff-dev")


def test_compilers_that_are_not_here(tmp_path: Path) -> None:
    """A project that needs CUDA gets no commands, and the reason."""
    found = recipe(tmp_path, "project(x LANGUAGES CXX CUDA)")
    assert found.build == found.test == ()
    assert said(found, "CUDA")


def test_newer_cmake(tmp_path: Path) -> None:
    """A CMake newer than Debian's comes from the package index; one that is older is not asked for."""
    assert recipe(tmp_path / "a", "cmake_minimum_required(VERSION 3.30)\nproject(x C)").build[0] == (
        "python -m pip install 'cmake>=3.30'"
    )
    assert len(recipe(tmp_path / "b", "cmake_minimum_required(VERSION 3.25...3.30)\nproject(x C)").build) == 2


def test_downloads(tmp_path: Path) -> None:
    """googletest is taken from Debian's sources; what else is downloaded while configuring is told."""
    found = recipe(tmp_path, TOP + "FetchContent_Declare(googletest GIT_REPOSITORY x)\nFetchContent_Declare(json)\n")
    assert "-DFETCHCONTENT_SOURCE_DIR_GOOGLETEST=/usr/src/googletest" in found.build[1]
    assert "googletest" in found.system
    assert said(found, "json: downloaded while configuring")


def test_targets_that_build_tests(tmp_path: Path) -> None:
    """A target that only collects tests is built; one that would run them is not."""
    found = recipe(tmp_path, TOP + "add_custom_target(build_tests)\nadd_custom_target(tests COMMAND ctest)")
    assert found.build[2] == "cmake --build build --parallel 4 --target all build_tests"


def test_presets(tmp_path: Path) -> None:
    """The preset of the tests gives its plain variables, inherited ones too; compilers and flags stay ours."""
    base = {"name": "base", "hidden": True, "cacheVariables": {"WAVE_MPI": {"value": "OFF"}, "WAVE_X": "1"}}
    ci = {
        "name": "ci",
        "inherits": ["base", "ci"],
        "cacheVariables": {"WAVE_X": True, "CMAKE_CXX_COMPILER": "clang", "P": "$env{HOME}"},
    }
    presets = {"configurePresets": [base, ci, 7], "testPresets": [{"name": "t", "configurePreset": "ci"}]}
    found = recipe(tmp_path, TOP, **{"CMakePresets.json": json.dumps(presets)})
    assert "-DWAVE_X=ON -DWAVE_MPI=OFF -DBUILD_TESTING=ON" in found.build[1]
    assert "clang" not in found.build[1]
    assert "env" not in found.build[1]
    assert said(found, "the preset 'ci'")


def test_broken_presets(tmp_path: Path) -> None:
    """A file of presets that cannot be read is a sentence, and the rest goes on."""
    found = recipe(tmp_path, TOP, **{"CMakePresets.json": "{"})
    assert said(found, "CMakePresets.json is not read")
    assert found.test


def test_parts_of_others(tmp_path: Path) -> None:
    """A CMakeLists.txt without `project` is a part of something else; code of others is not looked at."""
    assert detected(tmp_path / "a", {"CMakeLists.txt": "add_library(x x.c)"}) is None
    assert detected(tmp_path / "b", {"src/CMakeLists.txt": "project(x)"}) is None
    found = recipe(tmp_path / "c", TOP, **{"third_party/y/CMakeLists.txt": "option(Y_BUILD_TESTS)"})
    assert "Y_BUILD_TESTS" not in found.build[1]


def test_folder_that_is_taken(tmp_path: Path) -> None:
    """A folder of the tree is never built into."""
    found = recipe(tmp_path, TOP, **{"build/x.cmake": "", "build-1": ""})
    assert "-B build-2 " in found.build[1]
    assert "--test-dir build-2 " in found.test[0]
