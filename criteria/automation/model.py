"""The words of automation: jobs that are triggered, steps that serve a purpose, and what keeps them from failing.

Each service of continuous integration has its own file format; a reader of `criteria/automation/` brings every one to
these few classes. Nothing is run: this says what the configuration asks for, never that a server did it.
"""

from collections.abc import Iterable
from enum import StrEnum

import attrs


class Purpose(StrEnum):
    """What a command or action is for, by the tables of `criteria.automation.purposes`."""

    TESTS = "tests"
    STYLE = "style"  # of code
    TEXTS = "texts"  # style and spelling of other files
    TYPES = "types"
    SECURITY = "security"
    COVERAGE = "coverage"
    DOCS_BUILD = "docs build"
    DOCS_PUBLISH = "docs publish"
    BUILD = "build"
    PACKAGE = "package build"
    RELEASE = "release"
    DEPLOYMENT = "deployment"
    NOTIFICATION = "notification"


class Trigger(StrEnum):
    """When a step runs."""

    CHANGE = "change"  # a pull or merge request, or a merge queue
    PUSH = "push"  # a push to any branch
    BRANCH = "branch"  # a push to branches that are named: after a change was merged
    SCHEDULE = "schedule"
    RELEASE = "release"  # a tag or a release
    MANUAL = "manual"  # a person presses a button
    CALLED = "called"  # another workflow calls it
    OTHER = "other"


PER_CHANGE = (Trigger.CHANGE, Trigger.PUSH)
BY_ITSELF = (Trigger.CHANGE, Trigger.PUSH, Trigger.BRANCH, Trigger.SCHEDULE, Trigger.RELEASE)


@attrs.frozen
class Step:
    """One command or action that serves a purpose. Commands that serve none are left out.

    `via`: the file of the tree through which it is reached (Makefile, tox.ini, a script); None for the job's own text.
    `masked`: why its failure would not be seen; None where it can fail.
    `off`: why it never runs; None where it can run.
    """

    command: str  # at most 200 characters
    purposes: tuple[Purpose, ...]
    triggers: tuple[Trigger, ...]
    path: str  # the configuration file
    job: str
    line: int | None = None
    via: str | None = None
    masked: str | None = None
    off: str | None = None


@attrs.frozen
class Job:
    """`calls`: reusable workflows of the tree that it starts. `off` and `masked` as of a step; they hold for all.

    `unknown`: what it runs that stands outside the tree, where nothing can be read.
    """

    system: str  # GitHub Actions, GitLab CI, ...
    path: str
    name: str
    triggers: tuple[Trigger, ...]
    steps: tuple[Step, ...]
    off: str | None = None
    masked: str | None = None
    calls: tuple[str, ...] = ()
    unknown: str | None = None


@attrs.frozen
class Unread:
    """A configuration file that says something we could not read: what it automates is unknown."""

    path: str
    reason: str


@attrs.frozen
class Use:
    """An action that a workflow takes from elsewhere. `pin`: sha, tag, branch, digest, local or none."""

    path: str
    line: int | None
    name: str
    ref: str
    pin: str


@attrs.frozen
class Expression:
    """Text of a stranger (title, branch name, comment) put into a script: it runs as code there."""

    path: str
    line: int | None
    text: str


@attrs.frozen
class Permissions:
    """What the token of a GitHub workflow may do. `job` is empty for the whole workflow.

    `scopes`: "contents: read", or "read-all", "write-all"; empty for `{}`. None where nothing is said: the default
    of the repository holds, which only the forge knows.
    """

    path: str
    job: str
    scopes: tuple[str, ...] | None


@attrs.frozen
class CoverageSetting:
    """A file that configures how coverage is measured. `always`: every run of the tests measures it."""

    path: str
    always: bool


@attrs.frozen
class Automation:
    """All automation of a tree. `hooks`: what `.pre-commit-config.yaml` asks of each commit, by its hook ids."""

    jobs: tuple[Job, ...]
    unread: tuple[Unread, ...]
    hooks: tuple[Step, ...]
    uses: tuple[Use, ...]
    injections: tuple[Expression, ...]
    untrusted_checkouts: tuple[Expression, ...]  # code of a stranger checked out where secrets are at hand
    permissions: tuple[Permissions, ...]
    readthedocs: str | None  # the path of its configuration
    coverage: tuple[CoverageSetting, ...]

    @property
    def systems(self) -> tuple[str, ...]:
        return tuple(sorted({job.system for job in self.jobs}))


def steps(automation: Automation, purpose: Purpose, triggers: Iterable[Trigger] = tuple(Trigger)) -> tuple[Step, ...]:
    """Every step of the purpose at one of the triggers, whether it can run and fail or not."""
    wanted = frozenset(triggers)
    return tuple(
        step
        for job in automation.jobs
        for step in job.steps
        if purpose in step.purposes and wanted.intersection(step.triggers)
    )


def runs(automation: Automation, purpose: Purpose, triggers: Iterable[Trigger] = tuple(Trigger)) -> tuple[Step, ...]:
    """The steps of the purpose that run at one of the triggers and can fail (A12)."""
    return tuple(step for step in steps(automation, purpose, triggers) if step.masked is None and step.off is None)


def why_not(automation: Automation, purpose: Purpose, triggers: Iterable[Trigger] = tuple(Trigger)) -> tuple[str, ...]:
    """For each step of the purpose that does not count at these triggers: where it is, and why; the first ten."""
    wanted = frozenset(triggers)
    said = []
    for step in steps(automation, purpose):
        if reason := step.off or step.masked or _not_then(step, wanted):
            said.append(f"{step.path}, job {step.job}: `{step.command[:80]}` {reason}")
    return tuple(dict.fromkeys(said))[:10]


def _not_then(step: Step, wanted: frozenset[Trigger]) -> str | None:
    if wanted.intersection(step.triggers):
        return None
    return f"runs only on: {', '.join(step.triggers) or 'nothing'}"
