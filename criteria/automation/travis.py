"""Reads the configuration of Travis CI."""

from collections.abc import Iterator
from typing import Any

import attrs

from criteria.automation.fields import get, lines, listed
from criteria.automation.model import PER_CHANGE, Job, Trigger
from criteria.automation.purposes import of_action
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets

MAX_JOBS = 400


def travis(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    jobs = get(data, "jobs") or get(data, "matrix")
    included = listed(jobs) or listed(get(jobs, "include"))
    for number, job in enumerate([data, *included[:MAX_JOBS]]):
        if number and not isinstance(job, dict):
            continue
        triggers = (Trigger.RELEASE,) if "tag IS present" in str(get(job, "if")) else PER_CHANGE
        place = Place(path, str(get(job, "name") or get(job, "stage") or f"job {number}")[:200], triggers, text)
        if number and get(job, "script") is None and get(job, "env") is None:
            continue
        given = lines(get(job, "script")) if number == 0 or get(job, "script") is not None else []
        found = steps_of("\n".join([*lines(get(job, "install")), *given]), place, targets)
        # What comes after the result was decided changes nothing.
        after = attrs.evolve(place, masked="runs after the result is decided: after_success")
        found += steps_of("\n".join(lines(get(job, "after_success"))), after, targets)
        providers = get(job, "deploy")
        for deploy in providers if isinstance(providers, list) else [providers] if providers else []:
            provider = str(get(deploy, "provider"))
            purposes = _TRAVIS_DEPLOY.get(provider, of_action("appleboy/ssh-action"))
            found.append(attrs.evolve(place, triggers=(Trigger.RELEASE,)).step(f"deploy: {provider}", purposes))
        if number == 0 and get(data, "notifications"):
            found.append(place.step("notifications", of_action("slackapi/slack-github-action")))
        yield Job("Travis CI", path, place.job, triggers, tuple(found))


_TRAVIS_DEPLOY = {
    "pypi": of_action("pypa/gh-action-pypi-publish"), "releases": of_action("softprops/action-gh-release"),
    "npm": of_action("js-devtools/npm-publish"), "pages": of_action("actions/deploy-pages"),
    "pages:git": of_action("actions/deploy-pages"),
}  # fmt: skip
