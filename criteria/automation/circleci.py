"""Reads the configuration of CircleCI."""

from collections.abc import Iterator
from typing import Any

import attrs

from criteria.automation.conditions import condition
from criteria.automation.fields import get, items, listed
from criteria.automation.model import PER_CHANGE, Job, Step, Trigger
from criteria.automation.purposes import of_action
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets

MAX_JOBS = 400


def circleci(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    """Jobs that some workflow names; without workflows the job `build`."""
    used, manual = _circle_used(data)
    for name, job in items(get(data, "jobs"))[:MAX_JOBS]:
        off = None if name in used else "never runs: no workflow names it"
        triggers = (Trigger.MANUAL,) if name in manual else PER_CHANGE
        place = Place(path, name, triggers, text, pipefail=True, off=off)
        found: list[Step] = []
        for step in _circle_steps(data, listed(get(job, "steps"))):
            run = get(step, "run")
            script = run if isinstance(run, str) else get(run, "command")
            if isinstance(script, str):
                folder = str(get(run, "working_directory") or "")
                failing = condition("failure()").off if get(run, "when") == "on_fail" else None
                found += steps_of(script, attrs.evolve(place, folder=folder, off=off or failing), targets)
            for orb in [step] if isinstance(step, str) else list(step) if isinstance(step, dict) else []:
                if purposes := of_action(f"{str(orb).partition('/')[0]}/{str(orb).partition('/')[0]}-action"):
                    found.append(place.step(str(orb), purposes))
        yield Job("CircleCI", path, name, triggers, tuple(found), off)
    foreign = sorted(name for name in used if "/" in name)
    if foreign:
        yield Job("CircleCI", path, foreign[0], PER_CHANGE, (), unknown=f"runs {foreign[0]}, a job of an orb")


def _circle_steps(data: Any, steps: list[Any]) -> Iterator[Any]:
    """Steps, and one level into the commands that the file defines."""
    commands = get(data, "commands")
    for step in steps[:300]:
        name = step if isinstance(step, str) else next(iter(step), None) if isinstance(step, dict) else None
        own = listed(get(get(commands, str(name)), "steps"))
        yield from own[:100] if own else [step]


def _circle_used(data: Any) -> tuple[set[str], set[str]]:
    used, manual = set(), set()
    workflows = [flow for _, flow in items(get(data, "workflows")) if isinstance(flow, dict)]
    for flow in workflows:
        for entry in listed(get(flow, "jobs"))[:MAX_JOBS]:
            name = entry if isinstance(entry, str) else next(iter(entry), None) if isinstance(entry, dict) else None
            used.add(str(name))
            waits = {str(get(need, "type")) for need in listed(get(flow, "jobs")) if isinstance(need, dict)}
            manual |= (
                {str(name)}
                if "approval" in waits and name != entry and listed(get(get(entry, str(name)), "requires"))
                else set()
            )
    return (used, manual) if workflows else ({"build"}, set())
