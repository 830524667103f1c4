"""How a repository without an .assay.yml is built and tested, found out from the files that its own tools read.

Nothing of it is run for that. Each decision is a sentence in `Recipe.reasons`.
"""

import shlex
from collections.abc import Iterator, Mapping

import attrs
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.dependencies import Chosen, choose, runtime_file
from master.plan.project import Project, read_project, read_pyproject
from master.plan.pytest_settings import PytestSettings, read_pytest_settings
from master.plan.test_files import UNITTEST_FILES, TestFiles, find_tests
from master.plan.tox_file import read_tox
from workers.cell import Recipe, Results

MAX_REASONS = 100
# Without the project's own coverage settings: what is measured is the same for all projects.
_DATA = '--data-file="$HOME/coverage.data"'
_MEASURED = f"python -m coverage run --rcfile=/dev/null {_DATA} --source=."
_REPORT = f'python -m coverage json --rcfile=/dev/null {_DATA} --ignore-errors -q -o "$ASSAY_RESULTS/coverage.json"'
# Built into site-packages and not into the tree: the tree must not stand in the way of what was installed.
_NOT_EDITABLE = ("mesonpy",)
_INSTALLED_ONLY = "python -P -m pytest --import-mode=importlib"
OTHER_BUILDS = (
    "CMakeLists.txt", "Makefile", "GNUmakefile", "makefile", "configure", "configure.ac", "meson.build", "Cargo.toml",
    "go.mod", "package.json", "pom.xml", "build.gradle", "DESCRIPTION", "Project.toml", "environment.yml", "SConstruct",
)  # fmt: skip


def detect(snapshot: Snapshot, *, offered: Mapping[str, str] | None = None) -> Recipe:
    """The recipe of this commit; one without commands when nothing is recognised, with the reason.

    `offered`: the Python of each image. With it, an image is chosen whose Python the project supports.
    """
    project = read_project(snapshot)
    pyproject, _ = read_pyproject(snapshot)
    settings = read_pytest_settings(snapshot, pyproject)
    tests = find_tests(snapshot, settings)
    if not (project.installable or tests or runtime_file(snapshot)):
        return Recipe(reasons=(*project.reasons, _nothing(snapshot)))
    image = _image(project, offered)
    if image is None:
        return Recipe(reasons=(*project.reasons, _no_python(project, offered or {})))
    tox = read_tox(snapshot, pyproject)
    chosen = choose(snapshot, project, tests, settings, tox)
    build, why_build = _build(snapshot, project, chosen)
    recipe = attrs.evolve(image, build=build, environment=tox.environment)
    tested = _tested(recipe, project, settings, tests)
    reasons = (*project.reasons, *image.reasons, *why_build, *chosen.reasons, *tox.reasons, *tested.reasons)
    return attrs.evolve(tested, reasons=_capped(reasons))


def _build(snapshot: Snapshot, project: Project, chosen: Chosen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """One call of the resolver for everything, so that it cannot contradict itself, and why it looks as it does."""
    wanted = [str(requirement) for requirement in chosen.requirements]
    if project.installable:
        target = f".[{','.join(chosen.extras)}]" if chosen.extras else "."
        if project.backend in _NOT_EDITABLE:
            words = [target, *wanted]
            why = f"the project is installed, not editable: {project.backend} builds outside the source tree"
        else:
            words = ["-e", target, *wanted]
            why = "the project is installed editable: tests run on the tree, extensions are built in place"
        return (_pip(words),), (why,)
    path = runtime_file(snapshot)
    words = [*(["-r", path] if path else []), *(str(item) for item in project.dependencies.found), *wanted]
    why = f"there is no package to install; {path or 'no file'} has the runtime requirements"
    return ((_pip(words),) if words else ()), (why, *project.dependencies.reasons)


def _pip(words: list[str]) -> str:
    return "python -m pip install " + " ".join(shlex.quote(word) for word in words)


def _tested(recipe: Recipe, project: Project, settings: PytestSettings, tests: TestFiles) -> Recipe:
    """The recipe with its test commands."""
    if tests.script and not settings.doctests:
        return attrs.evolve(
            recipe,
            test=(f"{_MEASURED} {tests.script}",),
            after_test=(_REPORT,),
            results=Results(coverage=("coverage.json",)),
            reasons=(f"the test script {tests.script} is run: no files were found that pytest collects",),
        )
    if not (tests or settings.doctests):
        names = ", ".join(settings.python_files)
        reason = f"no tests found: no files {shown(names, 120)} with tests, no test script, no unittest classes"
        return attrs.evolve(recipe, reasons=(reason,))
    options, reasons = _options(settings, tests)
    if project.backend in _NOT_EDITABLE and project.installable:
        reasons.append("coverage is not measured: the tests run on the installed files, not on the source tree")
        return attrs.evolve(
            recipe,
            test=(_INSTALLED_ONLY + options,),
            results=Results(junit=("junit.xml",)),
            reasons=tuple(reasons),
        )
    return attrs.evolve(
        recipe,
        test=(f"{_MEASURED} -m pytest{options}",),
        after_test=(_REPORT,),
        results=Results(junit=("junit.xml",), coverage=("coverage.json",)),
        reasons=tuple(reasons),
    )


def _options(settings: PytestSettings, tests: TestFiles) -> tuple[str, list[str]]:
    """What is said to pytest beyond the project's own settings, and why."""
    options, reasons = "", [f"{len(tests.pytest)} test files are run with pytest"]
    if tests.unittest:
        options += f" -o {shlex.quote('python_files=' + ' '.join(UNITTEST_FILES))}"
        reasons = [f"{len(tests.unittest)} files with unittest classes are run with pytest, which counts them"]
    elif not tests.pytest:
        reasons = ["the doctests are run with pytest, as its settings ask"]
    if "pytest-cov" in settings.plugins:
        options += " --no-cov"
        reasons.append(f"coverage is measured by Assay, the --cov of {settings.file} is switched off")
    if "pytest-xdist" in settings.plugins:
        options += " -n 0"
        reasons.append(f"the tests run in one process, against {settings.file}: coverage sees only that one")
    return options, reasons


def _image(project: Project, offered: Mapping[str, str] | None) -> Recipe | None:
    """A recipe with an image whose Python the project supports; the usual one when it may be."""
    plain = Recipe()
    if not offered or not project.requires_python:
        return plain
    try:
        wanted = SpecifierSet(project.requires_python[:200])
    except InvalidSpecifier:
        return plain
    for image in sorted(offered, key=lambda name: name not in plain.images):
        # The last digit is not known here: `>=3.11.2` is taken to hold for 3.11.
        if any(wanted.contains(f"{offered[image]}.{patch}") for patch in (0, 5, 99)):
            reason = f"the image is {image}: the project asks for Python {wanted}, it has {offered[image]}"
            return attrs.evolve(plain, images=(image,), reasons=() if image in plain.images else (reason,))
    return None


def _no_python(project: Project, offered: Mapping[str, str]) -> str:
    having = ", ".join(f"{image} has {python}" for image, python in offered.items())
    asked = shown(project.requires_python, 100)
    return f"nothing is run: the project asks for Python {asked}, and no image offers it: {having}"


def _nothing(snapshot: Snapshot) -> str:
    seen = [name for name in OTHER_BUILDS if name in snapshot.by_path]
    found = f"there is {', '.join(seen)}, but only Python projects are" if seen else "no Python project was"
    return f"nothing to build was recognised: {found} found out without help; write .assay.yml with the commands"


def _capped(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_first(dict.fromkeys(reasons)))


def _first(reasons: Mapping[str, None]) -> Iterator[str]:
    for number, reason in enumerate(reasons):
        if number == MAX_REASONS:
            yield f"{len(reasons) - MAX_REASONS} more reasons are not listed"
            return
        yield reason
