"""Reads the configuration of AppVeyor, Cirrus CI, Woodpecker and Drone."""

from collections.abc import Iterator
from typing import Any

from criteria.automation.conditions import condition
from criteria.automation.fields import get, items, lines, listed
from criteria.automation.model import PER_CHANGE, Job, Trigger
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets

MAX_JOBS = 400


def appveyor(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    place = Place(path, "build", PER_CHANGE, text)
    script = [
        line
        for key in ("install", "build_script", "test_script")
        if get(data, key) is not False
        for line in lines(get(data, key))
    ]
    yield Job("AppVeyor", path, "build", PER_CHANGE, tuple(steps_of("\n".join(script), place, targets)))


def cirrus(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    for name, task in items(data)[:MAX_JOBS]:
        if not (name == "task" or name.endswith("_task")) or not isinstance(task, dict):
            continue
        when = condition(get(task, "only_if"))
        manual = get(task, "trigger_type") == "manual"
        triggers: tuple[Trigger, ...] = (Trigger.MANUAL,) if manual else PER_CHANGE
        masked = "is allowed to fail: allow_failures" if get(task, "allow_failures") is True else None
        place = Place(path, name, triggers, text, masked=masked, off=when.off)
        script = [line for key, value in items(task) if key.endswith("script") for line in lines(value)]
        yield Job(
            "Cirrus CI", path, name, triggers, tuple(steps_of("\n".join(script), place, targets)), when.off, masked
        )


def woodpecker(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    """Woodpecker and Drone: steps as a map or a list, each with `commands` and a `when`."""
    given = get(data, "steps") or get(data, "pipeline")
    named = items(given) or [
        (str(get(step, "name") or number)[:200], step) for number, step in enumerate(listed(given))
    ]
    for name, step in named[:MAX_JOBS]:
        events = str(get(step, "when") or get(data, "when") or get(data, "trigger") or "")
        triggers = tuple(
            sorted(
                {trigger for word, trigger in (("pull_request", Trigger.CHANGE), ("push", Trigger.PUSH), ("tag",
                Trigger.RELEASE),
                                               ("cron", Trigger.SCHEDULE), ("manual",
                                               Trigger.MANUAL)) if word in events}
            )
        ) or PER_CHANGE  # fmt: skip
        masked = "is allowed to fail: failure: ignore" if get(step, "failure") == "ignore" else None
        place = Place(path, name, triggers, text, masked=masked)
        found = steps_of("\n".join(lines(get(step, "commands"))), place, targets)
        yield Job("Woodpecker or Drone", path, name, triggers, tuple(found), masked=masked)
