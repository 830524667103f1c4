"""Evidence of kind "automation": what the configuration in the tree makes a continuous integration run.

Reads the few files by which services are configured, and what their scripts call in the tree. Nothing is run, and no
server is asked: that a job really ran is known to the forge alone.
"""

import re
from collections.abc import Iterator
from typing import Any

from criteria.automation.github import PATH as WORKFLOW
from criteria.automation.github import Workflow, joined
from criteria.automation.github import read as read_workflow
from criteria.automation.jenkins import jenkins
from criteria.automation.model import Automation, CoverageSetting, Job, Step, Trigger, Unread
from criteria.automation.script import Place
from criteria.automation.services import JENKINSFILE, READERS, Reader
from criteria.automation.targets import Targets
from criteria.errors import UntrustedInputError
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import load_yaml

KIND = "automation"
LIMIT = 256 * 1024  # bytes of one configuration file
MAX_FILES = 200

_READTHEDOCS = (".readthedocs.yaml", ".readthedocs.yml", "readthedocs.yml")
# Files that say how coverage is measured, and what must stand in them.
_COVERAGE = {
    "pyproject.toml": r"^\[tool\.coverage\b", "setup.cfg": r"^\[coverage:", "tox.ini": r"^\[(?:coverage:|pytest\])",
    "pytest.ini": r"--cov",
    ".coveragerc": r"^\[", "src/tox.ini": r"^\[coverage:", "codecov.yml": r"^\s*(?:coverage|comment|codecov|ignore):",
    ".codecov.yml": r"^\s*\w",
    ".coveralls.yml": r"^\s*\w", ".nycrc": r"\{", "jest.config.js": r"coverage",
    "CMakeLists.txt": r"--coverage|-fprofile-arcs|CodeCoverage",
    "configure.ac": r"enable-(?:gcov|coverage)|AX_CODE_COVERAGE", "meson.build": r"b_coverage", "tarpaulin.toml": r"\[",
}  # fmt: skip
_HOOKS = ".pre-commit-config.yaml"


def collect(snapshot: Snapshot) -> Automation:
    """A pure function of the tree. A file that cannot be read stands in `unread`, and says nothing."""
    targets = Targets(snapshot)
    workflows: list[Workflow] = []
    jobs: list[Job] = []
    unread: list[Unread] = []
    for entry, reader in _configured(snapshot, unread):
        text = snapshot.text(entry, LIMIT)
        if reader is None and not WORKFLOW.match(entry.path):
            jobs += jenkins(entry.path, text, targets)
            continue
        try:
            data = _parsed(entry, text)
        except UntrustedInputError as error:
            unread.append(Unread(entry.path, str(error)))
            continue
        if reader is None:
            workflows.append(read_workflow(entry.path, text, data, targets))
        else:
            jobs += reader(entry.path, text, data, targets)
    every = (*joined(workflows), *jobs)
    unread += [Unread(job.path, f"job {job.name} {job.unknown}") for job in every if job.unknown]
    if targets.exhausted:
        unread.append(Unread(".", "the scripts of its automation are longer than what is read of one tree"))
    hooks, unread_hooks = _hooks(snapshot, targets)
    return Automation(
        jobs=(*every, *_pre_commit_ci(snapshot, hooks)),
        unread=(*unread, *unread_hooks),
        hooks=hooks,
        uses=tuple(use for workflow in workflows for use in workflow.uses),
        injections=tuple(found for workflow in workflows for found in workflow.injections),
        untrusted_checkouts=tuple(found for workflow in workflows for found in workflow.untrusted_checkouts),
        permissions=tuple(said for workflow in workflows for said in workflow.permissions),
        readthedocs=next((path for path in _READTHEDOCS if _is_file(snapshot, path)), None),
        coverage=tuple(_coverage(targets)),
    )


def _configured(snapshot: Snapshot, unread: list[Unread]) -> Iterator[tuple[Entry, Reader | None]]:
    """Files that configure a service, with their reader; None for workflows and a Jenkinsfile."""
    count = 0
    for entry in snapshot.entries:
        # Cheap before exact: all of them begin with a dot or have one of a few names, most paths have not.
        if entry.path[0] not in ".aAcCjJ":
            continue
        reader = next((reader for pattern, reader in READERS if pattern.match(entry.path)), None)
        if reader is None and not WORKFLOW.match(entry.path) and not JENKINSFILE.match(entry.path):
            continue
        count += 1
        if not entry.is_file:
            unread.append(Unread(entry.path, "it is a link, which is not followed"))
        elif count > MAX_FILES:
            unread.append(Unread(entry.path, f"more than {MAX_FILES} files configure automation"))
        else:
            yield entry, reader


def _parsed(entry: Entry, text: str) -> Any:
    if entry.size > LIMIT:
        raise UntrustedInputError(f"{entry.path}: {entry.size} bytes are more than the {LIMIT} we read")
    return load_yaml(text, entry.path)


def _hooks(snapshot: Snapshot, targets: Targets) -> tuple[tuple[Step, ...], tuple[Unread, ...]]:
    """The hooks of pre-commit as steps of no trigger: they run where a contributor installed them."""
    if not _is_file(snapshot, _HOOKS):
        return (), ()
    try:
        load_yaml(targets.text(_HOOKS), _HOOKS)
    except UntrustedInputError as error:
        return (), (Unread(_HOOKS, str(error)),)
    place = Place(_HOOKS, "hooks", (), targets.text(_HOOKS))
    return tuple(place.step(f"id: {id_}", purposes) for id_, purposes in targets.hooks), ()


def _pre_commit_ci(snapshot: Snapshot, hooks: tuple[Step, ...]) -> Iterator[Job]:
    """A table `ci:` is read by one service only, which runs the hooks on each pull request."""
    if not hooks:
        return
    data = load_yaml(snapshot.text(snapshot.by_path[_HOOKS], LIMIT), _HOOKS)
    settings = data.get("ci") if isinstance(data, dict) else None
    if isinstance(settings, dict):
        skipped = {str(id_) for id_ in settings.get("skip") or () if isinstance(settings.get("skip"), list)}
        place = Place(_HOOKS, "pre-commit.ci", (Trigger.CHANGE,), snapshot.text(snapshot.by_path[_HOOKS], LIMIT))
        kept = (hook for hook in hooks if hook.command.removeprefix("id: ") not in skipped)
        steps = tuple(place.step(hook.command, hook.purposes) for hook in kept)
        yield Job("pre-commit.ci", _HOOKS, "pre-commit.ci", (Trigger.CHANGE,), steps)


def _coverage(targets: Targets) -> Iterator[CoverageSetting]:
    for path, pattern in _COVERAGE.items():
        text = targets.text(path)
        always = re.search(r"addopts[^\n=]{0,4}=[^=]{0,400}--cov\b", text) is not None
        if text and (always or re.search(pattern, text, re.M)):
            yield CoverageSetting(path, always)


def _is_file(snapshot: Snapshot, path: str) -> bool:
    entry = snapshot.by_path.get(path)
    return entry is not None and entry.is_file
