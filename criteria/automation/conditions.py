"""Conditions of GitHub's and GitLab's jobs: those that are never true, and those that narrow the triggers (A12).

Only what holds by the text alone is decided; everything else may be true.
"""

import re

import attrs

from criteria.automation.model import Trigger

_LITERAL = re.compile(r"^(?:'([^']{0,200})'|\"([^\"]{0,200})\"|(-?\d{1,12}(?:\.\d{1,12})?)|(true|false|null))$", re.I)
_COMPARED = re.compile(r"^(.{1,300}?)\s*(==|!=)\s*(.{1,300})$")
_EVENT = re.compile(r"^github\.event_name\s*(==|!=)\s*['\"](\w{1,60})['\"]$")
_TAG = re.compile(
    r"startsWith\(\s*github\.ref\s*,\s*['\"]refs/tags/|github\.ref_type\s*==\s*'tag'|^\$CI_COMMIT_TAG$"
    r"|github\.event\.release"
)
_BRANCH = re.compile(
    r"^github\.ref\s*==\s*['\"]refs/heads/|^github\.ref_name\s*==|^\$CI_COMMIT_(?:BRANCH|REF_NAME)\s*=="
)
_AFTER_FAILURE = re.compile(r"^(?:failure\(\)|cancelled\(\)|job\.status\s*==\s*'failure')$")

EVENTS: dict[str, Trigger] = {
    "pull_request": Trigger.CHANGE, "pull_request_target": Trigger.CHANGE, "merge_group": Trigger.CHANGE,
    "push": Trigger.PUSH, "schedule": Trigger.SCHEDULE, "workflow_dispatch": Trigger.MANUAL,
    "repository_dispatch": Trigger.MANUAL, "release": Trigger.RELEASE, "create": Trigger.RELEASE,
    "workflow_call": Trigger.CALLED, "workflow_run": Trigger.OTHER,
}  # fmt: skip


@attrs.frozen
class Condition:
    """`off`: why it is never met. `only`: the triggers at which it can be; None for any."""

    off: str | None = None
    only: frozenset[Trigger] | None = None

    def narrowed(self, triggers: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
        return triggers if self.only is None else tuple(trigger for trigger in triggers if trigger in self.only)


ALWAYS = Condition()


def condition(value: object) -> Condition:
    """Reads an `if:`. A part joined by `&&` that is never met decides; parts joined by `||` are met when one is."""
    if value is None or value is True:
        return ALWAYS
    text = str(value).strip()
    text = re.sub(r"^\$\{\{(.*)\}\}$", r"\1", text, flags=re.S).strip()[:2000]
    if value is False or _false(text):
        return Condition(off=f"never runs: its condition is {text.lower() or 'empty'}")
    either = [_conjunction(part) for part in text.split("||")] if not _nested(text) else [_conjunction(text)]
    if all(part.off for part in either):
        return Condition(off=either[0].off)
    possible = [part for part in either if not part.off]
    if any(part.only is None for part in possible):
        return ALWAYS
    return Condition(only=frozenset(trigger for part in possible for trigger in part.only or ()))


def _nested(text: str) -> bool:
    """Whether an `||` stands in parentheses, where splitting at it would be wrong."""
    depth = 0
    for number, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth > 0 and text.startswith("||", number):
            return True
    return False


def _conjunction(text: str) -> Condition:
    only: frozenset[Trigger] | None = None
    for part in text.split("&&"):
        part = _unwrapped(part)
        if _false(part):
            return Condition(off=f"never runs: its condition holds {part[:60]}")
        if _AFTER_FAILURE.match(part):
            return Condition(off="runs only after another step failed")
        narrowed = _events(part)
        if narrowed is not None:
            only = narrowed if only is None else only & narrowed
    return (
        Condition(off="never runs: its condition excludes every event") if only == frozenset() else Condition(only=only)
    )


def _unwrapped(part: str) -> str:
    """Without parentheses that open or close around a group of parts."""
    part = part.strip()
    while part.startswith("(") and part.count("(") >= part.count(")"):
        part = part[1:].strip()
    while part.endswith(")") and part.count(")") > part.count("("):
        part = part[:-1].strip()
    return part


def _events(part: str) -> frozenset[Trigger] | None:
    event = _EVENT.match(part)
    if event:
        trigger = EVENTS.get(event.group(2), Trigger.OTHER)
        same = (
            frozenset((trigger, Trigger.BRANCH, Trigger.RELEASE)) if trigger is Trigger.PUSH else frozenset((trigger,))
        )
        return same if event.group(1) == "==" else frozenset(Trigger) - {trigger}
    if _TAG.search(part) and not part.startswith("!") and "!=" not in part:
        return frozenset((Trigger.RELEASE, Trigger.PUSH))
    if _BRANCH.match(part):
        return frozenset((Trigger.BRANCH, Trigger.PUSH, Trigger.SCHEDULE, Trigger.MANUAL, Trigger.OTHER))
    return None


def _false(text: str) -> bool:
    """False whatever happens: a false literal, or two literals that are compared and differ."""
    text = text.strip()
    if text.lower() in ("false", "0", "''", '""', "null", "!true", "never", "!always()", "-0"):
        return True
    compared = _COMPARED.match(text)
    if not compared:
        return False
    left, right = _LITERAL.match(compared.group(1).strip()), _LITERAL.match(compared.group(3).strip())
    if not left or not right:
        return False
    same = [group for group in left.groups() if group is not None] == [
        group for group in right.groups() if group is not None
    ]
    return same != (compared.group(2) == "==")
