"""Repositories of several kinds: the build file in the top folder decides, and a Python package stays one."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detect import detect

TEST = "def test_x():\n    pass\n"
CMAKE = "project(x CXX)\nadd_test(a)\n"


def commands(tmp_path: Path, files: dict[str, str]) -> tuple[str, str]:
    found = detect(snapshot_of(tmp_path, files), offered={"debian-12": "3.11"})
    return next(line for line in found.build if "gcovr" not in line), found.test[0]


def test_package_with_cmake(tmp_path: Path) -> None:
    """A Python package with CMake inside is installed by pip."""
    files = {"pyproject.toml": "[project]\nname='x'\n", "CMakeLists.txt": CMAKE, "tests/test_a.py": TEST}
    build, test = commands(tmp_path, files)
    assert build.startswith("python -m pip install")
    assert "pytest" in test


def test_cmake_with_scripts(tmp_path: Path) -> None:
    """A C++ project with tests of a Python binding in it is built with CMake."""
    build, test = commands(tmp_path, {"CMakeLists.txt": CMAKE, "python/tests/test_a.py": TEST})
    assert build.startswith("cmake")
    assert test.startswith("ctest")


def test_scripts_with_makefile(tmp_path: Path) -> None:
    """Python scripts with a Makefile around them are tested with pytest, which counts the tests."""
    _, test = commands(tmp_path, {"Makefile": "test:\n\tpytest\n", "requirements.txt": "numpy\n", "test_a.py": TEST})
    assert "-m pytest" in test
