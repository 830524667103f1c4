"""What a GitHub workflow takes from elsewhere and from strangers: actions and their pins, injections, permissions."""

import re
from collections.abc import Iterator
from typing import Any

from criteria.automation.fields import get, listed
from criteria.automation.model import Expression, Use

MAX_STEPS = 300

_STRANGER = re.compile(
    r"\$\{\{[^{}]{0,200}?\bgithub\.(?:head_ref|event\.[\w.\[\]*'-]{0,120}(?:title|body|message|label|ref|email|name"
    r"|default_branch"
    r"|head_ref|page_name))\b[^{}]{0,200}\}\}"
)
_SAFE_NAME = re.compile(r"github\.event\.(?:repository|workflow_run\.name|release\.tag_name|inputs)")
_HEAD = re.compile(
    r"github\.event\.pull_request\.head\.|github\.head_ref|github\.event\.workflow_run\.head_|refs/pull/"
)
_SHA = re.compile(r"^[0-9a-f]{40}$")
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
_VERSION = re.compile(r"^v?\d[\w.+-]{0,60}$")


def uses(path: str, text: str, job: Any) -> Iterator[Use]:
    given = [get(job, "uses"), *(get(step, "uses") for step in listed(get(job, "steps"))[:MAX_STEPS])]
    for use in given:
        if isinstance(use, str) and use:
            name, _, ref = use.strip()[:300].partition("@")
            at = text.find(use)
            yield Use(path, text.count("\n", 0, at) + 1 if at >= 0 else None, name, ref, _pin(use, ref))


def _pin(use: str, ref: str) -> str:
    if use.startswith("./"):
        return "local"
    if use.startswith("docker://"):
        return "digest" if _DIGEST.search(use) else "tag"
    if not ref:
        return "none"
    return "sha" if _SHA.match(ref) else "tag" if _VERSION.match(ref) else "branch"


def injections(path: str, text: str, job: Any) -> Iterator[Expression]:
    for step in listed(get(job, "steps"))[:MAX_STEPS]:
        for script in (get(step, "run"), get(get(step, "with"), "script")):
            for match in _STRANGER.finditer(script) if isinstance(script, str) else ():
                if not _SAFE_NAME.search(match.group()):
                    at = text.find(match.group())
                    yield Expression(path, text.count("\n", 0, at) + 1 if at >= 0 else None, match.group()[:200])


def head_checkouts(path: str, text: str, job: Any) -> Iterator[Expression]:
    for step in listed(get(job, "steps"))[:MAX_STEPS]:
        ref = str(get(get(step, "with"), "ref") or "")
        if str(get(step, "uses") or "").startswith("actions/checkout") and _HEAD.search(ref):
            at = text.find(ref)
            yield Expression(path, text.count("\n", 0, at) + 1 if at >= 0 else None, ref[:200])


def scopes(data: Any) -> tuple[str, ...] | None:
    given = get(data, "permissions")
    if isinstance(given, str):
        return (given[:40],)
    if isinstance(given, dict):
        return tuple(sorted(f"{str(scope)[:40]}: {str(level)[:20]}" for scope, level in list(given.items())[:40]))
    return () if isinstance(data, dict) and "permissions" in data else None
