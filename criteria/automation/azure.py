"""Reads Azure Pipelines."""

from collections.abc import Iterator
from typing import Any

import attrs

from criteria.automation.conditions import condition
from criteria.automation.fields import get, listed
from criteria.automation.model import Job, Step, Trigger
from criteria.automation.purposes import of_action
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets

MAX_JOBS = 400


def azure(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    triggers = _azure_triggers(data)
    if template := _templates(data):
        yield Job(
            "Azure Pipelines",
            path,
            "template",
            triggers,
            (),
            unknown=f"uses the template {template}, which is not followed",
        )
    for name, job in _azure_jobs(data):
        when = condition(str(get(job, "condition")) if get(job, "condition") is not None else None)
        masked = "is allowed to fail: continueOnError" if get(job, "continueOnError") is True else None
        place = Place(path, name, when.narrowed(triggers), text, masked=masked, off=when.off)
        found: list[Step] = []
        for step in listed(get(job, "steps"))[:300]:
            found += _azure_step(step, place, targets)
        yield Job("Azure Pipelines", path, name, place.triggers, tuple(found), when.off, masked)


def _templates(data: Any) -> str | None:
    """A template anywhere in jobs, stages or steps: what it holds is not followed."""
    groups = [data, *listed(get(data, "stages")), *(job for _, job in _azure_jobs(data))][:MAX_JOBS]
    parts = [
        part for group in groups for key in ("stages", "jobs", "steps") for part in listed(get(group, key))[:MAX_JOBS]
    ]
    named = [get(data, "extends"), *parts]
    return next((str(get(part, "template"))[:120] for part in named if get(part, "template")), None)


def _azure_step(step: Any, place: Place, targets: Targets) -> list[Step]:
    when = condition(str(get(step, "condition")) if get(step, "condition") is not None else None)
    lost = "is allowed to fail: continueOnError" if get(step, "continueOnError") is True else None
    enabled = "never runs: enabled is false" if get(step, "enabled") is False else None
    # Azure's shell goes on after a command that fails; a script of one line ends as that line does.
    here = attrs.evolve(place, masked=place.masked or lost, off=place.off or when.off or enabled, errexit=False)
    here = attrs.evolve(here, folder=str(get(step, "workingDirectory") or ""))
    task = str(get(step, "task") or "")
    script = next(
        (text for key in ("script", "bash", "pwsh", "powershell") if isinstance(text := get(step, key), str)), None
    )
    script = script or get(get(step, "inputs"), "script")
    if isinstance(script, str):
        return steps_of(script, here, targets)
    if task.startswith("PublishCodeCoverageResults"):
        return [here.step(task, of_action("codecov/codecov-action"))]
    return [here.step(task, of_action("pypa/gh-action-pypi-publish"))] if task.startswith("TwineUpload") else []


def _azure_jobs(data: Any) -> Iterator[tuple[str, Any]]:
    groups = [data, *listed(get(data, "stages"))[:100]]
    for group in groups:
        if listed(get(group, "steps")):
            yield str(get(group, "stage") or "job")[:200], group
        for number, job in enumerate(listed(get(group, "jobs"))[:MAX_JOBS]):
            yield str(get(job, "job") or get(job, "deployment") or number)[:200], job


def _azure_triggers(data: Any) -> tuple[Trigger, ...]:
    """Without a word, a pipeline runs on every push and, on a public host, on every pull request."""
    found = set()
    trigger, change = get(data, "trigger"), get(data, "pr")
    if trigger != "none":
        branches = trigger if isinstance(trigger, list) else listed(get(get(trigger, "branches"), "include"))
        named = branches and not any(str(branch) in ("*", "refs/heads/*") for branch in branches)
        found.add(Trigger.BRANCH if named else Trigger.PUSH)
    if change != "none":
        found.add(Trigger.CHANGE)
    if listed(get(data, "schedules")):
        found.add(Trigger.SCHEDULE)
    return tuple(sorted(found)) or (Trigger.MANUAL,)
