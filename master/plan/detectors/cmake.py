"""Projects that CMake builds: C, C++ and Fortran. Tests are those that CTest knows."""

import shlex
from collections.abc import Iterator, Mapping

from packaging.version import Version

from criteria.snapshot import Snapshot
from master.plan import native_coverage
from master.plan.cmake_presets import Preset, read_presets
from master.plan.cmake_project import CMakeProject, read_cmake
from master.plan.debian_index import debian_index
from master.plan.system_libraries import environment_for, of_cmake, of_pkgconfig, of_programs
from master.plan.tree_text import build_folder
from workers.cell import Recipe, Results

JOBS = 4  # compilers at once: a cell's memory is not the machine's
MEASURED = {"C": "CMAKE_C_FLAGS", "CXX": "CMAKE_CXX_FLAGS", "Fortran": "CMAKE_Fortran_FLAGS"}
_TEST = 'ctest --test-dir {folder} --no-tests=error --output-on-failure --output-junit "$ASSAY_RESULTS/junit.xml"'
NOT_HERE = ("CUDA", "HIP", "Swift", "CSharp", "ISPC", "OBJC", "OBJCXX")
# Debian has the sources of googletest, so that nobody has to download them: package, and the variable that says so.
GOOGLETEST = ("googletest", "FETCHCONTENT_SOURCE_DIR_GOOGLETEST", "/usr/src/googletest")


class CMakeDetector:
    """Configures with the tests switched on, builds, and asks CTest for JUnit."""

    name = "CMake"

    def detect(self, snapshot: Snapshot, _offered: Mapping[str, str]) -> Recipe | None:
        project = read_cmake(snapshot)
        if project is None:
            return None
        missing = [language for language in project.languages if language in NOT_HERE]
        if missing:
            why = f"nothing is run: CMakeLists.txt needs a compiler for {', '.join(missing)}, which the images lack"
            return Recipe(reasons=(why,))
        preset = read_presets(snapshot)
        libraries = of_cmake(project.packages) + of_pkgconfig(project.modules) + of_programs(project.programs)
        variables = _variables(project, preset)
        folder = build_folder(snapshot)
        tools = _tools(project)
        measured = _is_measured(project)
        return Recipe(
            system=tuple(dict.fromkeys((*tools, *libraries.system))),
            environment=environment_for(libraries.system),
            build=(
                *((native_coverage.INSTALL,) if measured else ()),
                *_newer_cmake(project),
                _configure(folder, variables),
                _build(folder, project),
            ),
            test=(_TEST.format(folder=folder),) if project.has_tests else (),
            after_test=(native_coverage.REPORT,) if measured else (),
            results=Results(
                junit=("junit.xml",) if project.has_tests else (),
                coverage=(native_coverage.REPORT_FILE,) if measured else (),
            ),
            reasons=(*_reasons(project, measured), *preset.reasons, *libraries.reasons),
        )


def _tools(project: CMakeProject) -> tuple[str, ...]:
    tools = ["cmake"]
    if "Fortran" in project.languages:
        tools.append("gfortran")
    if _fetches_googletest(project):
        tools.append(GOOGLETEST[0])
    return tuple(tools)


def _is_measured(project: CMakeProject) -> bool:
    return project.has_tests and any(language in MEASURED for language in project.languages)


def _fetches_googletest(project: CMakeProject) -> bool:
    return "googletest" in (name.lower() for name in project.fetched)


def _variables(project: CMakeProject, preset: Preset) -> dict[str, str]:
    variables = {"CMAKE_BUILD_TYPE": "Debug", **preset.variables}
    if project.has_tests:
        variables |= {"BUILD_TESTING": "ON", **dict.fromkeys(project.options, "ON")}
        for language in project.languages:
            if language in MEASURED:
                variables[MEASURED[language]] = "--coverage"
    if _fetches_googletest(project):
        variables[GOOGLETEST[1]] = GOOGLETEST[2]
    return variables


def _configure(folder: str, variables: Mapping[str, str]) -> str:
    return f"cmake -S . -B {folder} " + " ".join(shlex.quote(f"-D{name}={value}") for name, value in variables.items())


def _build(folder: str, project: CMakeProject) -> str:
    targets = f" --target all {' '.join(shlex.quote(name) for name in project.targets)}" if project.targets else ""
    return f"cmake --build {folder} --parallel {JOBS}{targets}"


def _newer_cmake(project: CMakeProject) -> tuple[str, ...]:
    """The package index has CMake too, newer than Debian's, for those who ask for it."""
    return (f"python -m pip install 'cmake>={project.minimum}'",) if _is_newer(project) else ()


def _is_newer(project: CMakeProject) -> bool:
    here = debian_index().version("cmake")
    return bool(project.minimum and here and Version(project.minimum) > here)


def _reasons(project: CMakeProject, measured: bool) -> Iterator[str]:
    languages = ", ".join(project.languages) or "no language"
    yield f"CMakeLists.txt is there: the project is built with CMake for {languages}"
    yield "the build type is Debug: others may compile the tests' assertions away"
    if _is_newer(project):
        yield f"CMake {project.minimum} or newer is installed with pip: Debian's is older"
    if project.has_tests:
        yield "the tests are those that CTest knows, with BUILD_TESTING on"
    else:
        yield "no tests found: no file of CMake adds one"
    if project.options and project.has_tests:
        yield f"{', '.join(project.options)}: switched on, the project's own options for tests"
    if project.targets:
        yield f"{', '.join(project.targets)}: built too, for the tests may not be part of what is built by default"
    if measured:
        yield native_coverage.REASON
    others = [name for name in project.fetched if name.lower() != "googletest"]
    if _fetches_googletest(project):
        yield "googletest is taken from Debian and not downloaded"
    if others:
        names = ", ".join(others[:20])
        yield f"{names}: downloaded while configuring; that fails where only package registries are reachable"
