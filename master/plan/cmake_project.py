"""What a repository built with CMake asks for, from the text of its files: languages, libraries, options, tests."""

import re
from collections.abc import Iterable, Iterator

import attrs

from criteria.snapshot import Entry, Snapshot
from master.plan.cmake_file import Call, calls
from master.plan.system_libraries import Asked
from master.plan.tree_text import text_at, texts

TOP = "CMakeLists.txt"
LANGUAGES = ("C", "CXX", "Fortran", "CUDA", "HIP", "ASM", "Swift", "CSharp", "OBJC", "OBJCXX", "ISPC")
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]{0,60}\Z")
_MODULE = re.compile(r"([A-Za-z][A-Za-z0-9_.+-]{0,60})(?:[<>=].{0,20})?\Z")
_OPTION = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,80}\Z")
_VERSION = re.compile(r"(\d{1,3}\.\d{1,3}(?:\.\d{1,5})?)(?:\.{2,3}\d.{0,20})?\Z")
# FOO_BUILD_TESTS, ENABLE_TESTING, FOO_TEST, FOO_WITH_UNIT_TESTS, FOO_TESTS_ENABLED; not FOO_INSTALL_TESTS.
_OF_TESTS = re.compile(r"(?:[A-Z0-9]+_){0,8}(?:BUILD_?|UNIT_?)?(?:TESTS?|TESTING|UNITTESTS?)(?:_(?:ENABLED?|BUILD))?\Z")
_OTHER_TESTS = {
    "BENCH", "BENCHMARK", "CUDA", "DISABLE", "DOWNLOAD", "EXTERNAL", "FUZZ", "FUZZING", "GPU", "HIP", "INSTALL", "LONG",
    "MPI", "NO", "PERF", "PERFORMANCE", "POST", "PYTHON",
    "SKIP", "SLOW", "SYSTEM", "USE", "WITHOUT",
}  # fmt: skip
_TEST_COMMAND = re.compile(r"[a-z0-9_]{0,60}(?:add_[a-z0-9_]{0,20}test|discover_tests|add_tests)[a-z0-9_]{0,20}\Z")
_COLLECTS = {"build_tests", "build-tests", "buildtests", "build_test", "tests", "all_tests", "unit_tests", "unittests"}
_FETCHES = ("fetchcontent_declare", "externalproject_add", "cpmaddpackage", "hunter_add_package", "file")


@attrs.frozen
class CMakeProject:
    """`options`: names of the project's own switches for tests. `targets`: that build tests, beside `all`. `fetched`:
    what is downloaded while configuring. `minimum`: the oldest CMake that is accepted, empty when not told.
    """

    languages: tuple[str, ...]
    minimum: str = ""
    packages: tuple[Asked, ...] = ()
    modules: tuple[Asked, ...] = ()
    programs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    has_tests: bool = False


def read_cmake(snapshot: Snapshot) -> CMakeProject | None:
    """None when there is no CMakeLists.txt in the top folder, or it is only a part of another project."""
    top = text_at(snapshot, TOP)
    if top is None:
        return None
    first = list(calls(top))
    if not any(call.name == "project" for call in first):
        return None
    every = [call for _, text in texts(snapshot, _is_cmake) for call in calls(text)]
    own = {_key(call.arguments[0]) for call in every if call.name == "project" and call.arguments}
    return CMakeProject(
        languages=_languages(first, every),
        minimum=next(_minimum(first), ""),
        packages=tuple(asked for asked in _packages(every) if _key(asked.name) not in own),
        modules=tuple(asked for asked in _modules(every) if _key(asked.name) not in own),
        programs=tuple(dict.fromkeys(_programs(every))),
        options=tuple(dict.fromkeys(_options(every))),
        targets=tuple(dict.fromkeys(_targets(every))),
        fetched=tuple(dict.fromkeys(_fetched(every))),
        has_tests=any(_TEST_COMMAND.match(call.name) for call in every),
    )


def _is_cmake(entry: Entry) -> bool:
    return entry.name == TOP or entry.name.endswith(".cmake")


def _languages(top: Iterable[Call], every: Iterable[Call]) -> tuple[str, ...]:
    """Those of the first `project`, which is always run, and Fortran from wherever it is switched on."""
    project = next(call for call in top if call.name == "project")
    words = set(project.arguments[1:])
    named = [language for language in LANGUAGES if language in words]
    if not named:
        named = [] if "NONE" in words else ["C", "CXX"]
    switched = {word for call in every if call.name in ("enable_language", "project") for word in call.arguments}
    more = [language for language in ("C", "CXX", "Fortran") if language in switched and language not in named]
    return (*named, *more)


def _minimum(every: Iterable[Call]) -> Iterator[str]:
    for call in every:
        if call.name == "cmake_minimum_required" and (match := _VERSION.match((*call.after("VERSION"), "")[0])):
            yield match.group(1)


def _packages(every: Iterable[Call]) -> Iterator[Asked]:
    for call in every:
        if call.name in ("find_package", "find_dependency", "ecbuild_find_package") and call.arguments:
            named = call.after("NAME") if call.name.startswith("ecbuild") else call.arguments
            if named and _PLAIN_NAME.match(named[0]):
                yield Asked(named[0], "REQUIRED" in call.arguments and "QUIET" not in call.arguments)
                if named[0].lower() == "netcdf" and "fortran" in (word.lower() for word in call.arguments):
                    yield Asked("NetCDF-Fortran")  # a package of its own in Debian


def _modules(every: Iterable[Call]) -> Iterator[Asked]:
    for call in every:
        if call.name in ("pkg_check_modules", "pkg_search_module"):
            for word in call.arguments[1:]:
                if not word.isupper() and (match := _MODULE.match(word)):
                    yield Asked(match.group(1), "REQUIRED" in call.arguments)


def _programs(every: Iterable[Call]) -> Iterator[str]:
    for call in every:
        if call.name == "find_program":
            yield from (word for word in call.arguments[1:20] if word.islower() and _PLAIN_NAME.match(word))


def _key(name: str) -> str:
    """A name as it is compared with the project's own: a project that asks for itself tests its installation."""
    return name.lower().replace("_", "").replace("-", "")


def _options(every: Iterable[Call]) -> Iterator[str]:
    for call in every:
        if call.name in ("option", "cmake_dependent_option", "ecbuild_add_option", "dependent_option"):
            named = call.after("FEATURE") if call.name.startswith("ecbuild") else call.arguments
            if named and _OPTION.match(named[0]) and is_test_option(named[0]):
                yield named[0]


def is_test_option(name: str) -> bool:
    """Whether a switch of this name builds the tests: not those of other machines, and not benchmarks."""
    return bool(_OF_TESTS.match(name.upper())) and _OTHER_TESTS.isdisjoint(name.upper().split("_"))


def _targets(every: Iterable[Call]) -> Iterator[str]:
    """Targets that only collect others: one with a command would run something."""
    for call in every:
        name = call.arguments[0] if call.name == "add_custom_target" and call.arguments else ""
        runs = {"COMMAND", "COMMENT"}.intersection(call.arguments)
        if name.lower() in _COLLECTS and not runs:
            yield name


def _fetched(every: Iterable[Call]) -> Iterator[str]:
    for call in every:
        if call.name in _FETCHES and call.arguments:
            if call.name == "file" and call.arguments[0] != "DOWNLOAD":
                continue
            named = call.after("NAME") or call.arguments
            name = "a file" if call.name == "file" else named[0]
            if name == "a file" or _PLAIN_NAME.match(name):
                yield name
