"""What has to be installed beside the project so that its tests run, and no more.

A list that is meant for tests is taken but for tools that only accompany development. From a list that is meant for
developers only what the test files import and known test tools are taken, so that a cell needs no system libraries
for things no test touches. Runtime dependencies come with the project itself.
"""

import re
from collections.abc import Iterable, Iterator

import attrs
from packaging.requirements import Requirement

from criteria.snapshot import Snapshot
from master.plan.conda_file import CondaFile
from master.plan.known_tools import is_development_tool, is_test_tool
from master.plan.project import Group, Project
from master.plan.pytest_settings import PytestSettings
from master.plan.requirements import PLAIN_PATH, Requirements, name_of, read_file, unique
from master.plan.runner_settings import RunnerSettings
from master.plan.test_files import TestFiles

TEST_GROUPS = {"test", "tests", "testing", "unittest", "unittests", "unit-test", "unit-tests", "pytest"}
DEVELOPER_GROUPS = {"dev", "develop", "development", "devel", "developer", "all", "ci"}
RUNTIME_FILES = (
    "requirements.txt",
    "requirements/base.txt",
    "requirements/main.txt",
    "requirements/default.txt",
    "requirements/requirements.txt",
)
MAX_INSTALLED = 200
_TEST = r"(?:tests?|testing|unittests?)"
_DEVELOPER = r"(?:dev|develop|development|devel|developer|ci)"
_FILES = r"(?:requirements[-_./]{0}|{0}[-_]requirements|requirements/requirements[-_.]{0})\.txt\Z"
_TEST_FILE = re.compile(_FILES.format(_TEST) + r"|tests?/requirements\.txt\Z")
_DEVELOPER_FILE = re.compile(_FILES.format(_DEVELOPER))


@attrs.frozen
class Chosen:
    """Extras of the project and further requirements; `reasons` has a sentence per list that was looked at."""

    extras: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    reasons: tuple[str, ...] = ()


@attrs.frozen
class _Offer:
    """A list of requirements and for whom it is meant."""

    source: str
    requirements: Requirements
    for_tests: bool


def choose(
    snapshot: Snapshot,
    project: Project,
    tests: TestFiles,
    settings: PytestSettings,
    runner: RunnerSettings,
    conda: CondaFile,
) -> Chosen:
    """What the tests need; nothing when there are none."""
    if not tests and not settings.doctests:
        return Chosen()
    extras = tuple(group for group in project.groups if _is_test_extra(group, project))
    supplied = {name_of(item) for group in extras for item in group.requirements.found}
    if project.installable:
        supplied |= {name_of(item) for item in project.dependencies.found}
    taken: list[Requirement] = []
    reasons = [f"the extra {group.name!r} is installed: {group.source} means it for tests" for group in extras]
    for offer in _offers(snapshot, project, runner, conda):
        picked = [item for item in unique(offer.requirements.found) if _is_wanted(item, offer, tests, supplied)]
        taken += picked
        reasons += _sentences(offer, picked, supplied)
        supplied |= {name_of(item) for item in picked}
    taken += _tools(settings, tests, supplied)
    reasons += [f"{plugin} is installed: {settings.file} asks pytest for its options" for plugin in settings.plugins]
    if len(taken) > MAX_INSTALLED:
        reasons.append(f"{len(taken) - MAX_INSTALLED} requirements beyond {MAX_INSTALLED} are left out")
    return Chosen(tuple(group.spelled for group in extras), tuple(taken[:MAX_INSTALLED]), tuple(reasons))


def runtime_file(snapshot: Snapshot) -> str | None:
    """The file with the runtime requirements of a repository that is no package."""
    return next((path for path in RUNTIME_FILES if path in snapshot.by_path), None)


def _is_test_extra(group: Group, project: Project) -> bool:
    return group.extra and project.installable and group.name in TEST_GROUPS


def _offers(snapshot: Snapshot, project: Project, runner: RunnerSettings, conda: CondaFile) -> Iterator[_Offer]:
    for group in project.groups:
        if not _is_test_extra(group, project) and group.name in TEST_GROUPS | DEVELOPER_GROUPS:
            yield _Offer(group.source, group.requirements, group.name in TEST_GROUPS)
    yield _Offer(runner.source, runner.requirements, for_tests=True)
    files = [entry.path for entry in snapshot.files() if entry.path.endswith(".txt") and PLAIN_PATH.match(entry.path)]
    for path in sorted({*files, *runner.files}, key=lambda path: (not _TEST_FILE.match(path), path)):
        if _TEST_FILE.match(path) or _DEVELOPER_FILE.match(path) or path in runner.files:
            yield _Offer(path, read_file(snapshot, path), bool(_TEST_FILE.match(path)))
    if conda and project.declares:
        yield _Offer(conda.path, conda.requirements, for_tests=False)
    runtime = runtime_file(snapshot)
    if runtime is not None and project.installable and not project.declares:
        yield _Offer(runtime, read_file(snapshot, runtime), for_tests=False)


def _is_wanted(item: Requirement, offer: _Offer, tests: TestFiles, supplied: set[str]) -> bool:
    name = name_of(item)
    if name in supplied:
        return False
    if name in tests.needs:
        return True
    return not is_development_tool(name) if offer.for_tests else is_test_tool(name)


def _sentences(offer: _Offer, picked: Iterable[Requirement], supplied: set[str]) -> Iterator[str]:
    taken = {name_of(item) for item in picked}
    left = sorted({name_of(item) for item in offer.requirements.found} - taken - supplied)
    if taken:
        yield f"{offer.source}: taken {', '.join(sorted(taken))}"
    if left:
        why = "of use while developing" if offer.for_tests else "neither imported by test files nor test tools"
        yield f"{offer.source}: left out ({why}) {', '.join(left)}"
    yield from offer.requirements.reasons


def _tools(settings: PytestSettings, tests: TestFiles, supplied: set[str]) -> Iterator[Requirement]:
    runner = () if tests.script else ("pytest",)
    for name in (*runner, "coverage", *settings.plugins):
        if name not in supplied:
            yield Requirement(name)
