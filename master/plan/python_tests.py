"""How the tests of a Python repository are run: with pytest where it can, under coverage, as a script, or as told."""

import shlex

import attrs

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.commands import OTHER, TEST, Command, is_plain
from master.plan.pytest_settings import PytestSettings
from master.plan.python_facts import NOT_EDITABLE, PythonFacts
from master.plan.test_files import UNITTEST_FILES, TestFiles
from workers.cell import Recipe, Results

# Without the project's own coverage settings: what is measured is the same for all projects.
_DATA = '--data-file="$HOME/coverage.data"'
_MEASURED = f"python -m coverage run --rcfile=/dev/null {_DATA} --source=."
_REPORT = f'python -m coverage json --rcfile=/dev/null {_DATA} --ignore-errors -q -o "$ASSAY_RESULTS/coverage.json"'
NO_TESTS = "no tests found"
_INSTALLED_ONLY = "python -P -m pytest --import-mode=importlib"
# Runners that no longer start on the Pythons of our images.
_GONE = {"nosetests", "nosetests3", "nose", "setup.py test"}


def tested(snapshot: Snapshot, recipe: Recipe, facts: PythonFacts) -> Recipe:
    """The recipe with its test commands."""
    project, settings, tests = facts.project, facts.settings, facts.tests
    if tests.script and not settings.doctests:
        return attrs.evolve(
            recipe,
            test=(f"{_MEASURED} {tests.script}",),
            after_test=(_REPORT,),
            results=Results(coverage=("coverage.json",)),
            reasons=(f"the test script {tests.script} is run: no files were found that pytest collects",),
        )
    if not (tests or settings.doctests):
        return _as_the_runner_says(recipe, facts)
    options, reasons = _options(settings, tests)
    arguments, more = _arguments(snapshot, facts)
    options, reasons = options + arguments, [*reasons, *more]
    if project.backend in NOT_EDITABLE and project.installable:
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


def _as_the_runner_says(recipe: Recipe, facts: PythonFacts) -> Recipe:
    """No tests were found by their names; the project's own commands may know others."""
    commands, reasons = [], []
    for command in facts.runner.commands:
        if command.kind not in (TEST, OTHER):
            continue
        if command.runner in _GONE:
            reasons.append(f"{facts.runner.source}: {command.runner} does not start on the Pythons offered here")
        elif not is_plain(command):
            reasons.append(f"{facts.runner.source}: {shown(command.text)} is more than plain words; it is not run")
        else:
            commands.append(command.text)
    if commands:
        why = f"the tests are run as {facts.runner.source} says: no files were found that pytest collects"
        return attrs.evolve(recipe, test=tuple(commands), reasons=(why, *reasons))
    names = ", ".join(facts.settings.python_files)
    nothing = f"{NO_TESTS}: no files {shown(names, 120)} with tests, no test script, no unittest classes"
    return attrs.evolve(recipe, reasons=(nothing, *reasons))


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


def _arguments(snapshot: Snapshot, facts: PythonFacts) -> tuple[str, list[str]]:
    """Which tests the project's own runner chooses, where that can be said to pytest as well."""
    runs = [command for command in facts.runner.commands if command.kind == TEST]
    if not runs:
        return "", []
    command, source = runs[0], facts.runner.source
    if command.runner != "pytest":
        return "", [f"{source} runs {command.runner}; the same tests are run with pytest, which counts them"]
    kept = _kept(snapshot, command, facts)
    if not kept:
        return "", []
    words = " ".join(shlex.quote(word) for word in kept)
    return f" {words}", [f"{source} chooses the tests: {shown(words, 120)}"]


def _kept(snapshot: Snapshot, command: Command, facts: PythonFacts) -> list[str]:
    """Options that choose, and paths that are there; a path that is not would end pytest before it began."""
    words = [word for word in command.arguments if word.isprintable()]
    if "--pyargs" in words and not facts.project.installable:
        return []
    return [word for word in words if word.startswith("-") or "--pyargs" in words or _is_there(snapshot, word)]


def _is_there(snapshot: Snapshot, word: str) -> bool:
    """Whether this is a path of the tree, a file or a folder, perhaps with `::name` behind it."""
    path = word.partition("::")[0].removeprefix("./").rstrip("/")
    if path in ("", "."):
        return True
    return path in snapshot.by_path or any(entry.path.startswith(f"{path}/") for entry in snapshot.entries)
