"""Projects that Meson builds. Tests are those that `meson test` knows; it writes JUnit by itself."""

import re
from collections.abc import Iterator, Mapping

import attrs
from packaging.version import InvalidVersion, Version

from criteria.snapshot import Snapshot
from master.plan import native_coverage
from master.plan.debian_index import debian_index
from master.plan.system_libraries import (
    Asked,
    environment_for,
    of_cmake,
    of_find_package,
    of_module,
    of_pkgconfig,
    of_programs,
)
from master.plan.tree_text import build_folder, text_at, texts
from workers.cell import Recipe, Results

TOP = "meson.build"
JUNIT = "meson-logs/testlog.junit.xml"  # in the folder of the build
_COMMENT = re.compile(r"#[^\n]*")
_PROJECT = re.compile(r"\bproject\s{0,10}\(([^()]{1,4000})")
_MINIMUM = re.compile(r"meson_version\s{0,5}:\s{0,5}'\s{0,5}>=?\s{0,5}([0-9][0-9.]{0,20})")
_LANGUAGE = re.compile(r"'(c|cpp|fortran|cuda|rust|vala|d|java|cython|objc|objcpp|cs|swift)'")
_ADDED = re.compile(r"\badd_languages\s{0,10}\(([^()]{1,200})")
_DEPENDENCY = re.compile(r"\bdependency\s{0,10}\(\s{0,200}'([A-Za-z][A-Za-z0-9_.+-]{0,60})'([^()]{0,400})")
_PROGRAM = re.compile(r"\bfind_program\s{0,10}\(\s{0,200}'([a-z][a-z0-9_.+-]{0,60})'")
_TEST = re.compile(r"^[ \t]{0,40}test\s{0,10}\(", re.MULTILINE)
_OPTIONAL = re.compile(r"required\s{0,5}:(?!\s{0,5}true)")
_TOOLS = {"fortran": "gfortran", "rust": "rustc-web", "vala": "valac", "cython": "cython3"}
_NOT_HERE = ("cuda", "d", "java", "objc", "objcpp", "cs", "swift")


@attrs.frozen
class MesonProject:
    languages: tuple[str, ...]
    minimum: str = ""
    dependencies: tuple[Asked, ...] = ()
    programs: tuple[str, ...] = ()
    has_tests: bool = False


class MesonDetector:
    """Sets up with coverage, compiles, and runs `meson test`."""

    name = "Meson"

    def detect(self, snapshot: Snapshot, _offered: Mapping[str, str]) -> Recipe | None:
        project = read_meson(snapshot)
        if project is None:
            return None
        missing = [language for language in project.languages if language in _NOT_HERE]
        if missing:
            return Recipe(reasons=(f"nothing is run: meson.build needs {', '.join(missing)}, which the images lack",))
        modules = [asked for asked in project.dependencies if of_module(asked.name) or not of_find_package(asked.name)]
        others = [asked for asked in project.dependencies if asked not in modules]
        libraries = of_pkgconfig(modules) + of_cmake(others) + of_programs(project.programs)
        measured = project.has_tests and bool({"c", "cpp", "fortran"}.intersection(project.languages))
        tools = ["meson", "ninja-build", *(_TOOLS[name] for name in project.languages if name in _TOOLS)]
        folder = build_folder(snapshot)
        coverage = " -Db_coverage=true" if measured else ""
        return Recipe(
            system=tuple(dict.fromkeys((*tools, *libraries.system))),
            environment=environment_for(libraries.system),
            build=(
                *((native_coverage.INSTALL,) if measured else ()),
                *_newer(project),
                f"meson setup {folder} --buildtype=debug{coverage}",
                f"meson compile -C {folder} -j 4",
            ),
            test=(f"meson test -C {folder} --no-rebuild --print-errorlogs",) if project.has_tests else (),
            after_test=(native_coverage.REPORT,) if measured else (),
            results=Results(
                junit=(f"{folder}/{JUNIT}",) if project.has_tests else (),
                coverage=(native_coverage.REPORT_FILE,) if measured else (),
            ),
            reasons=(*_reasons(project, measured), *libraries.reasons),
        )


def read_meson(snapshot: Snapshot) -> MesonProject | None:
    """None when there is no meson.build with a project in the top folder."""
    top = text_at(snapshot, TOP)
    said = _PROJECT.search(_COMMENT.sub("", top)) if top else None
    if said is None:
        return None
    every = [_COMMENT.sub("", text) for _, text in texts(snapshot, lambda entry: entry.name == TOP)]
    languages = _LANGUAGE.findall(said.group(1).partition("version")[0])
    more = (name for text in every for match in _ADDED.finditer(text) for name in _LANGUAGE.findall(match.group(1)))
    minimum = _MINIMUM.search(said.group(1))
    return MesonProject(
        languages=tuple(dict.fromkeys([*languages, *(name for name in more if name in ("c", "cpp", "fortran"))])),
        minimum=minimum.group(1).rstrip(".") if minimum else "",
        dependencies=tuple(
            Asked(match.group(1), not _OPTIONAL.search(match.group(2)))
            for text in every
            for match in _DEPENDENCY.finditer(text)
        ),
        programs=tuple(dict.fromkeys(match.group(1) for text in every for match in _PROGRAM.finditer(text))),
        has_tests=any(_TEST.search(text) for text in every),
    )


def _newer(project: MesonProject) -> tuple[str, ...]:
    """The package index has Meson too, newer than Debian's, for those who ask for it."""
    return (f"python -m pip install 'meson>={project.minimum}'",) if _is_newer(project) else ()


def _is_newer(project: MesonProject) -> bool:
    here = debian_index().version("meson")
    try:
        return bool(project.minimum and here and Version(project.minimum) > here)
    except InvalidVersion:
        return False


def _reasons(project: MesonProject, measured: bool) -> Iterator[str]:
    yield f"meson.build is there: the project is built with Meson for {', '.join(project.languages) or 'no language'}"
    if _is_newer(project):
        yield f"Meson {project.minimum} or newer is installed with pip: Debian's is older"
    yield "the tests are those of `meson test`" if project.has_tests else "no tests found: no meson.build adds one"
    if measured:
        yield native_coverage.REASON
