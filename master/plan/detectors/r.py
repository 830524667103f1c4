"""Packages of R: dependencies from Debian where it has them, tests with testthat or as scripts."""

import re
from collections.abc import Iterable, Iterator, Mapping

from packaging.version import Version

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.debian_index import USUAL, DebianIndex, debian_index
from master.plan.r_description import Description, Wanted, read_description
from master.plan.requirements import PLAIN_PATH
from master.plan.scripts import as_tap, one_after_the_other, words
from master.plan.system_libraries import Packages, of_find_package, of_module
from master.plan.testthat_script import RESULTS, testthat_script
from master.plan.tree_text import text_at, texts
from workers.cell import Recipe, Results

MAX_SCRIPTS = 200
SCRIPT_RESULTS = "scripts.tap"
TESTTHAT = Wanted("testthat")
_LIBRARY = 'R_LIBS="$HOME/R"'  # the image's own library is not ours to write to
_INSTALL = f'mkdir -p "$HOME/R" && {_LIBRARY} R CMD INSTALL --library="$HOME/R" .'
_TEST_FILE = re.compile(r"tests/testthat/test[^/]*\.[rR]\Z")
_SCRIPT = re.compile(r"tests/[^/]+\.[rR]\Z")
_READ = re.compile(r"(?:R|tests|inst/tests|inst/tinytest)/(?:[^/]+/){0,5}[^/]+\.[rR]\Z")
_RUNS_TESTTHAT = re.compile(r"\btest_(?:check|dir|package|file)\s{0,5}\(|testthat")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9.]*")


class RDetector:
    """Installs into a library of the cell's own and runs what `R CMD check` would run of the tests."""

    name = "R"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        description = read_description(snapshot)
        if description is None or not _is_package(snapshot):
            return None
        scripts, with_testthat = _tests(snapshot)
        hard = (*description.hard, TESTTHAT) if with_testthat else description.hard
        image = _image(description.r, hard, offered)
        index = debian_index(image)
        suggested = tuple(_used(snapshot, description.suggested))
        missing = [wanted for wanted in dict.fromkeys(hard) if not _has(index, wanted)]
        found = [wanted for wanted in (*hard, *suggested) if wanted.debian in index.versions]
        libraries = _libraries(description, image)
        return Recipe(
            images=(image,),
            system=tuple(dict.fromkeys(["r-base-dev", *(wanted.debian for wanted in found), *libraries.system])),
            build=(*_from_cran(missing), _INSTALL),
            test=one_after_the_other(_commands(snapshot, description, scripts, with_testthat)),
            results=Results(tests=(*((RESULTS,) if with_testthat else ()), *((SCRIPT_RESULTS,) if scripts else ()))),
            reasons=(
                *_reasons(description, image, index, missing, found),
                *_about_suggested(description, suggested, index),
                *_about_tests(scripts, with_testthat),
                *libraries.reasons,
            ),
        )  # fmt: skip


def _is_package(snapshot: Snapshot) -> bool:
    return "NAMESPACE" in snapshot.by_path or any(entry.path.startswith("R/") for entry in snapshot.files())


def _tests(snapshot: Snapshot) -> tuple[tuple[str, ...], bool]:
    """Scripts that are run one by one, and whether there are tests of testthat."""
    with_testthat = any(_TEST_FILE.match(entry.path) for entry in snapshot.files())
    found = texts(snapshot, lambda entry: _SCRIPT.match(entry.path) is not None)
    scripts = [path for path, text in found if PLAIN_PATH.match(path) and not _RUNS_TESTTHAT.search(text)]
    return tuple(scripts[:MAX_SCRIPTS]), with_testthat


def _image(r: Version | None, hard: Iterable[Wanted], offered: Mapping[str, str]) -> str:
    """The image whose Debian has most of what is asked for; the usual one when they are equal."""
    images = [USUAL, *(name for name in sorted(offered) if name != USUAL and debian_index(name).versions)]
    if offered and USUAL not in offered:
        images.remove(USUAL)
    asked = [Wanted("R", r), *hard]
    return min(images or [USUAL], key=lambda name: sum(not _has(debian_index(name), wanted) for wanted in asked))


def _has(index: DebianIndex, wanted: Wanted) -> bool:
    found = index.version("r-base-core" if wanted.name == "R" else wanted.debian)
    return found is not None and (wanted.version is None or found >= wanted.version)


def _used(snapshot: Snapshot, suggested: Iterable[Wanted]) -> Iterator[Wanted]:
    """Suggested packages that the code or the tests name: the others are for vignettes and development."""
    named: set[str] = set()
    for _, text in texts(snapshot, lambda entry: _READ.match(entry.path) is not None):
        named.update(_WORD.findall(text))
    return (package for package in suggested if package.name in named)


def _libraries(description: Description, image: str) -> Packages:
    packages = Packages()
    for name in description.system:
        system = of_find_package(name, image) or of_module(name.lower(), image)
        if system:
            reason = f"{', '.join(system)}: SystemRequirements of DESCRIPTION has {shown(name)}"
            packages += Packages(system, (reason,))
    return packages


def _from_cran(missing: Iterable[Wanted]) -> tuple[str, ...]:
    names = ", ".join(f'"{wanted.name}"' for wanted in missing)
    if not names:
        return ()
    script = f'install.packages(c({names}), lib = file.path(Sys.getenv("HOME"), "R"), repos = findCRANmirror("web"))'
    return (f"mkdir -p \"$HOME/R\" && {_LIBRARY} Rscript -e '{script}'",)


def _commands(
    snapshot: Snapshot, description: Description, scripts: tuple[str, ...], with_testthat: bool
) -> Iterator[str]:
    if with_testthat:
        own = text_at(snapshot, "tests/testthat.R")
        script = testthat_script(description.package, own is not None and "reporter" not in own)
        yield f"{_LIBRARY} Rscript -e '{script}'"
    if scripts:
        names = words(path.removeprefix("tests/") for path in scripts)
        yield as_tap(names, f'{_LIBRARY} Rscript "$name"', SCRIPT_RESULTS, folder="tests")


def _reasons(
    description: Description, image: str, index: DebianIndex, missing: list[Wanted], found: list[Wanted]
) -> Iterator[str]:
    yield f"DESCRIPTION is there: the R package {description.package} is installed into a library of the cell"
    if image != USUAL:
        yield f"the image is {image}: its Debian has more of what DESCRIPTION asks for than that of {USUAL}"
    if not _has(index, Wanted("R", description.r)):
        yield f"R {description.r} or newer is asked for, {image} has {index.versions.get('r-base-core', 'none')}"
    if found:
        yield f"{', '.join(dict.fromkeys(wanted.name for wanted in found))}: taken from Debian"
    for wanted in missing:
        here = index.versions.get(wanted.debian)
        why = f"Debian has {here}, older than {wanted.version}" if here else "Debian has no package of it"
        yield f"{wanted.name} is taken from CRAN: {why}; that fails where CRAN cannot be reached"


def _about_suggested(
    description: Description, suggested: tuple[Wanted, ...], index: DebianIndex
) -> Iterator[str]:  # fmt: skip
    named = {TESTTHAT.name, *(wanted.name for wanted in suggested)}
    unused = [wanted.name for wanted in description.suggested if wanted.name not in named]
    if unused:
        yield f"left out of Suggests (neither the code nor the tests name them): {', '.join(unused)}"
    gone = [wanted.name for wanted in suggested if wanted.debian not in index.versions]
    if gone:
        yield f"left out of Suggests (Debian has no package of them): {', '.join(gone)}; tests may skip themselves"


def _about_tests(scripts: tuple[str, ...], with_testthat: bool) -> Iterator[str]:
    if with_testthat:
        yield "the tests in tests/testthat are run with testthat; those that skip themselves on CRAN do so here"
    if scripts:
        yield f"{len(scripts)} scripts in tests are run, each is one test"
    if not (scripts or with_testthat):
        yield "no tests found: tests has neither scripts nor tests of testthat"
    else:
        yield "coverage is not measured for R"
