"""Reads Jenkinsfiles, and `.sqa/config.yml` of the Jenkins pipeline library (JePL)."""

import re
from collections.abc import Iterator
from typing import Any

from criteria.automation.fields import get, items, lines, listed
from criteria.automation.model import PER_CHANGE, Job, Step
from criteria.automation.purposes import of_action
from criteria.automation.script import Place, steps_of
from criteria.automation.targets import Targets

MAX_JOBS = 400


def jepl(path: str, text: str, data: Any, targets: Targets) -> Iterator[Job]:
    """`.sqa/config.yml` of the Jenkins pipeline library; a Jenkinsfile beside it starts it on each change."""
    keeps = str(get(get(data, "environment"), "JPL_IGNOREFAILURES") or "").lower() in ("enabled", "true")
    masked = "is allowed to fail: JPL_IGNOREFAILURES" if keeps else None
    started = bool(targets.text("Jenkinsfile"))
    off = None if started else "never runs: no Jenkinsfile starts it"
    for name, criterion in items(get(data, "sqa_criteria"))[:MAX_JOBS]:
        place = Place(path, name, PER_CHANGE, text, masked=masked, off=off)
        found: list[Step] = []
        for _, repo in items(get(criterion, "repos"))[:50]:
            found += steps_of("\n".join(lines(get(repo, "commands"))), place, targets)
            tox = get(repo, "tox")
            for name_ in listed(get(tox, "testenv"))[:50]:
                found += steps_of(f"tox -e {name_}", place, targets)
        yield Job("JePL", path, name, PER_CHANGE, tuple(found), off, masked)


def jenkins(path: str, text: str, targets: Targets) -> Iterator[Job]:
    """A Jenkinsfile is a program: only the texts of its `sh` steps are read."""
    found: list[Step] = []
    for match in _SH.finditer(text[:200_000]):
        status = "its result is only returned: returnStatus" if "returnStatus: true" in match.group() else None
        place = Place(path, "pipeline", PER_CHANGE, text, masked=status)
        script = next(group for group in match.groups() if group is not None)
        found += steps_of(script.replace("\\n", "\n"), place, targets)
    for match in re.finditer(r"\b(mail|emailext|slackSend)\b", text[:200_000]):
        found.append(
            Place(path, "pipeline", PER_CHANGE, text).step(match.group(), of_action("slackapi/slack-github-action"))
        )
    unknown = None if found or targets.text(".sqa/config.yml") else "is a program whose steps cannot be read as text"
    yield Job("Jenkins", path, "pipeline", PER_CHANGE, tuple(dict.fromkeys(found)), unknown=unknown)


_SH = re.compile(
    r"\bsh[ \t(]{1,4}(?:label: ?'[^'\n]{0,100}', ?)?(?:returnStatus: true, ?)?(?:script: ?)?"
    r"(?:'''([^']{0,4000})'''|\"\"\"([^\"]{0,4000})\"\"\"|'([^'\n]{1,2000})'"
    r"|\"([^\"\n]{1,2000})\")(?:, ?returnStatus: true)?"
)
