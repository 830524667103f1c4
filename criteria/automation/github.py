"""Reads workflows of GitHub Actions; Gitea and Forgejo use the same form."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from criteria.automation.conditions import EVENTS, condition
from criteria.automation.fields import get, items, listed
from criteria.automation.model import Expression, Job, Permissions, Step, Trigger, Use
from criteria.automation.paths import joined as joined_path
from criteria.automation.purposes import of_action
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets
from criteria.automation.workflow_facts import head_checkouts, scopes
from criteria.automation.workflow_facts import injections as injections_of
from criteria.automation.workflow_facts import uses as uses_of
from criteria.errors import UntrustedInputError
from criteria.untrusted import load_yaml

SYSTEM = "GitHub Actions"
PATH = re.compile(r"^\.(?:github|gitea|forgejo)/workflows/[^/]{1,200}\.ya?ml$")
MAX_JOBS, MAX_STEPS = 200, 300


@attrs.frozen
class Workflow:
    """One file, before workflows that call each other are joined. `after`: names of workflows whose end starts it."""

    path: str
    name: str
    jobs: tuple[Job, ...]
    after: tuple[str, ...]
    uses: tuple[Use, ...]
    injections: tuple[Expression, ...]
    untrusted_checkouts: tuple[Expression, ...]
    permissions: tuple[Permissions, ...]


def read(path: str, text: str, data: Any, targets: Targets) -> Workflow:
    """What a parsed workflow says; parts of a wrong shape say nothing."""
    # YAML 1.1 takes the key `on` for a truth value.
    on = (
        get(data, "on")
        if isinstance(data, dict) and "on" in data
        else data.get(True)
        if isinstance(data, dict)
        else None
    )
    triggers = _triggers(on, targets)
    defaults = get(get(data, "defaults"), "run")
    jobs, uses, injections, checkouts = [], [], [], []
    permissions = [Permissions(path, "", scopes(data))]
    for name, job in items(get(data, "jobs"))[:MAX_JOBS]:
        jobs.append(_job(path, text, name, job, triggers, _merged(defaults, get(get(job, "defaults"), "run")), targets))
        if isinstance(job, dict) and "permissions" in job:
            permissions.append(Permissions(path, name, scopes(job)))
        uses += list(uses_of(path, text, job))
        injections += list(injections_of(path, text, job))
        if any(event in _names(on) for event in ("pull_request_target", "workflow_run")):
            checkouts += list(head_checkouts(path, text, job))
    after = get(get(on, "workflow_run"), "workflows")
    after = [after] if isinstance(after, str) else listed(after)
    return Workflow(
        path, str(get(data, "name") or path)[:200], tuple(jobs), tuple(map(str, after[:50])),
        tuple(dict.fromkeys(uses)),
        tuple(injections), tuple(checkouts), tuple(permissions),
    )  # fmt: skip


def joined(workflows: list[Workflow]) -> tuple[Job, ...]:
    """All jobs; one that another workflow calls, or whose end starts it, has that one's triggers as well."""
    by_path = {workflow.path: workflow for workflow in workflows}
    for _ in range(3):  # chains longer than that are not followed
        for workflow in workflows:
            more = {trigger for other in by_path.values() for trigger in _lent(other, workflow)}
            by_path[workflow.path] = _with_triggers(by_path[workflow.path], more)
    return tuple(job for workflow in by_path.values() for job in workflow.jobs)


def _lent(other: Workflow, workflow: Workflow) -> Iterator[Trigger]:
    for job in other.jobs:
        if job.off is None and (workflow.path in job.calls or other.name in workflow.after):
            yield from (trigger for trigger in job.triggers if trigger not in (Trigger.CALLED, Trigger.OTHER))


def _with_triggers(workflow: Workflow, more: set[Trigger]) -> Workflow:
    def wider(triggers: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
        return (
            tuple(sorted({*triggers, *more})) if more and {Trigger.CALLED, Trigger.OTHER} & set(triggers) else triggers
        )

    jobs = (
        attrs.evolve(
            job,
            triggers=wider(job.triggers),
            steps=tuple(attrs.evolve(step, triggers=wider(step.triggers)) for step in job.steps),
        )
        for job in workflow.jobs
    )
    return attrs.evolve(workflow, jobs=tuple(jobs))


def _triggers(on: Any, targets: Targets) -> tuple[Trigger, ...]:
    found = set()
    for event in _names(on):
        settings = get(on, event)
        trigger = EVENTS.get(event, Trigger.OTHER)
        if not targets.reached(listed(get(settings, "paths"))) or "**" in listed(get(settings, "paths-ignore")):
            continue  # its paths hold no file, so it never comes to pass
        if event == "push":
            found |= _push(settings)
        elif event == "pull_request" and not _of_changes(get(settings, "types")):
            found.add(Trigger.OTHER)
        else:
            found.add(trigger)
    return tuple(sorted(found))


def _of_changes(types: Any) -> bool:
    """Whether a pull request starts it when it is opened or changed, not only when it is closed or labelled."""
    wanted = listed(types) if isinstance(types, list) else [types] if types else []
    return not wanted or bool({"opened", "synchronize", "reopened", "ready_for_review"} & set(map(str, wanted)))


def _push(settings: Any) -> set[Trigger]:
    branches = listed(get(settings, "branches")) or ([get(settings, "branches")] if get(settings, "branches") else [])
    tags = get(settings, "tags")
    found = {Trigger.RELEASE} if tags else set()
    if branches:
        every = any(str(branch) in ("*", "**", "**/**") for branch in branches)
        found.add(Trigger.PUSH if every else Trigger.BRANCH)
    elif not tags:
        found.add(Trigger.PUSH)
    return found


def _job(
    path: str, text: str, name: str, job: Any, triggers: tuple[Trigger, ...], defaults: Any, targets: Targets
) -> Job:
    when = condition(get(job, "if"))
    mine = when.narrowed(triggers)
    off = when.off or (
        None if mine or not triggers else "never runs: its condition excludes every event of the workflow"
    )
    masked = "is allowed to fail: continue-on-error" if get(job, "continue-on-error") is True else None
    place = Place(path, name, mine, text, masked=masked, off=off)
    found: list[Step] = []
    for step in listed(get(job, "steps"))[:MAX_STEPS]:
        found += _steps(place, step, defaults, targets)
    called = get(job, "uses")
    calls = (
        (called.removeprefix("./").partition("@")[0],) if isinstance(called, str) and called.startswith("./") else ()
    )
    elsewhere = f"calls {called[:200]}, which stands elsewhere" if isinstance(called, str) and not calls else None
    return Job(SYSTEM, path, name, mine, tuple(found), off, masked, calls, None if off else elsewhere)


def _steps(place: Place, step: Any, defaults: Any, targets: Targets) -> list[Step]:
    when = condition(get(step, "if"))
    triggers = when.narrowed(place.triggers)
    off = (
        place.off
        or when.off
        or (None if triggers or not place.triggers else "never runs: its condition excludes every event")
    )
    masked = "is allowed to fail: continue-on-error" if get(step, "continue-on-error") is True else None
    here = attrs.evolve(place, triggers=triggers, off=off, masked=place.masked or masked)
    action, script = get(step, "uses"), get(step, "run")
    if isinstance(action, str):
        given = str(get(step, "with") or "")
        if action.startswith("./"):
            return _composite(here, action, targets)
        if action.startswith("pre-commit/action"):
            return steps_of("pre-commit run --all-files", here, targets)
        purposes = of_action(action, f"{given} {get(step, 'name') or ''}")
        inner = get(get(step, "with"), "run")
        return (
            [here.step(action, purposes)]
            if purposes
            else steps_of(inner, here, targets)
            if isinstance(inner, str)
            else []
        )
    return _script(here, step, script, defaults, targets) if isinstance(script, str) else []


def _composite(place: Place, action: str, targets: Targets) -> list[Step]:
    """The steps of an action of the tree itself, one level deep."""
    for name in ("action.yml", "action.yaml"):
        path = joined_path(action.partition("@")[0], name)
        try:
            data = load_yaml(targets.text(path), path)
        except UntrustedInputError:
            continue
        inner = [step for step in listed(get(get(data, "runs"), "steps"))[:MAX_STEPS] if not _calls_own(step)]
        found = [one for step in inner for one in _steps(place, step, None, targets)]
        return [attrs.evolve(step, via=step.via or path, line=None) for step in found]
    return []


def _calls_own(step: Any) -> bool:
    return str(get(step, "uses") or "").startswith("./")


def _script(here: Place, step: Any, script: str, defaults: Any, targets: Targets) -> list[Step]:
    shell = str(get(step, "shell") or get(defaults, "shell") or "")
    folder = str(get(step, "working-directory") or get(defaults, "working-directory") or "")
    if shell.startswith(("julia", "python", "Rscript")):
        script = f"{shell.split()[0]} -e '{script.replace(chr(39), '')}'"
    # `bash` alone is run with -eo pipefail, no shell at all with -e; a shell written out is run as it stands.
    errexit = not re.match(r"(?:ba|da|z)?sh(?:\s+-{1,2}[\w-]{1,20}){0,6}\s+\{0\}$", shell) or bool(
        re.search(r"\s-\w{0,6}e", shell)
    )
    return steps_of(script, attrs.evolve(here, folder=folder, pipefail=shell == "bash", errexit=errexit), targets)


def _names(on: Any) -> list[str]:
    return [str(event) for event in (on if isinstance(on, list | dict) else [on] if on else [])][:60]


def _merged(outer: Any, inner: Any) -> dict[str, Any]:
    return {**(outer if isinstance(outer, dict) else {}), **(inner if isinstance(inner, dict) else {})}
