"""Reads `.gitlab-ci.yml`."""

import re
from collections.abc import Iterator
from typing import Any

from criteria.automation.conditions import condition
from criteria.automation.fields import get, items, lines, listed
from criteria.automation.model import PER_CHANGE, Job, Trigger
from criteria.automation.purposes import of_action
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets

MAX_JOBS = 400

_GITLAB_WORDS = frozenset(
    (
        "stages",
        "variables",
        "include",
        "default",
        "workflow",
        "image",
        "services",
        "before_script",
        "after_script",
        "cache",
        "spec",
    )
)
_ON_TAGS = re.compile(r"\$?CI_COMMIT_TAG\b(?!\s*==\s*null)|^tags$|^releases?$")
_ON_CHANGES = re.compile(r"merge_request|external_pull_request|CI_MERGE_REQUEST")
_ON_BRANCH = re.compile(r"CI_COMMIT_(?:BRANCH|REF_NAME)\b|^(?:main|master|develop|trunk)$|CI_DEFAULT_BRANCH")


def gitlab(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    """Jobs of `.gitlab-ci.yml`; `extends` is followed where it names a job of the same file."""
    shared = get(data, "default")
    before = lines(get(data, "before_script") or get(shared, "before_script"))
    if elsewhere := _elsewhere(get(data, "include")):
        yield Job("GitLab CI", path, "include", PER_CHANGE, (), unknown=f"takes in {elsewhere}, which stands elsewhere")
    for name, given in items(data)[:MAX_JOBS]:
        if name in _GITLAB_WORDS or name.startswith(".") or not isinstance(given, dict):
            continue
        job = _extended(data, given)
        off, triggers = _gitlab_rules(job)
        allowed = get(job, "allow_failure")
        masked = "is allowed to fail: allow_failure" if allowed is True or isinstance(allowed, dict) else None
        place = Place(path, name, triggers, text, pipefail=True, masked=masked, off=off)
        script = "\n".join([*lines(get(job, "before_script")), *lines(get(job, "script"))] if "before_script" in job
                           else [*before, *lines(get(job, "script"))])  # fmt: skip
        found = steps_of(script, place, targets)
        if name == "pages":
            found += [place.step("pages", of_action("actions/deploy-pages"))]
        yield Job("GitLab CI", path, name, triggers, tuple(found), off, masked)


def _elsewhere(include: Any) -> str | None:
    """What is taken in from outside the tree; files of `.gitlab/ci/` are read by themselves."""
    for entry in include if isinstance(include, list) else [include] if include else []:
        local = entry if isinstance(entry, str) and "://" not in entry else get(entry, "local")
        if not (isinstance(local, str) and local.lstrip("/").startswith(".gitlab/ci/")):
            return str(entry)[:120]
    return None


def _extended(data: Any, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(5):
        parents = get(job, "extends")
        for parent in reversed(parents if isinstance(parents, list) else [parents] if parents else []):
            base = get(data, str(parent))
            job = {
                **(base if isinstance(base, dict) else {}),
                **{key: value for key, value in job.items() if key != "extends"},
            }
    return job


def _gitlab_rules(job: dict[str, Any]) -> tuple[str | None, tuple[Trigger, ...]]:
    """Why the job never runs, and when it does. A manual job waits for a person."""
    when, rules, only = get(job, "when"), get(job, "rules"), get(job, "only")
    if when == "never":
        return "never runs: when is never", ()
    if when == "manual":
        return None, (Trigger.MANUAL,)
    if isinstance(rules, list):
        return _from_rules(rules)
    if only is not None:
        refs = only if isinstance(only, list) else listed(get(only, "refs")) if isinstance(only, dict) else [only]
        return None, tuple(sorted({_ref(str(ref)) for ref in refs})) or PER_CHANGE
    return None, (Trigger.PUSH,)


def _from_rules(rules: list[Any]) -> tuple[str | None, tuple[Trigger, ...]]:
    found: set[Trigger] = set()
    for rule in rules[:50]:
        when, asked = get(rule, "when"), str(get(rule, "if") or "")
        if when == "never" or condition(asked or None).off:
            if not asked:
                break
        elif when == "manual":
            found.add(Trigger.MANUAL)
        else:
            found |= {_ref(asked)} if asked else {Trigger.PUSH}
    return (None if found else "never runs: no rule lets it"), tuple(sorted(found))


def _ref(text: str) -> Trigger:
    if _ON_CHANGES.search(text):
        return Trigger.CHANGE
    if _ON_TAGS.search(text):
        return Trigger.RELEASE
    if "schedule" in text:
        return Trigger.SCHEDULE
    return Trigger.BRANCH if _ON_BRANCH.search(text) else Trigger.PUSH
