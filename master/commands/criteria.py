"""`assay criteria`: the catalogue, as the baseline and the checks state it themselves."""

import json
import sys
from collections.abc import Iterator
from textwrap import fill

from criteria import baseline as baselines
from criteria.catalogue import CHECKS
from criteria.record import nearest
from criteria.rules import Rule
from master.errors import UsageError


def listing(baseline: str, form: str) -> int:
    """One line per rule, or JSON with everything."""
    rules = list(baselines.load(baseline).rules())
    if form == "json":
        sys.stdout.write(json.dumps([_facts(rule) for rule in rules], indent=2) + "\n")
        return 0
    if form != "text":
        raise UsageError(f"criteria are listed as text or json, not {form!r}")
    for rule in rules:
        mark = "*" if rule.blocking else " "
        sys.stdout.write(
            f"{rule.id:<14} {mark} {rule.requirement.value:<12} {rule.title or CHECKS[rule.check].TITLE}\n"
        )
    sys.stdout.write("\n* decides its criterion\n")
    return 0


def show(id_: str, baseline: str) -> int:
    rules = {rule.id: rule for rule in baselines.load(baseline).rules()}
    if id_ not in rules:
        raise UsageError(f"{baseline} has no rule {id_!r}; {nearest(id_, rules)}")
    rule, check = rules[id_], CHECKS[rules[id_].check]
    sys.stdout.write(f"{rule.id}  {rule.title or check.TITLE}\n\n")
    for name, text in _parts(rule, baseline):
        sys.stdout.write(fill(f"{name}: {' '.join(text.split())}", 100, subsequent_indent="    ") + "\n")
    return 0


def _parts(rule: Rule, baseline: str) -> Iterator[tuple[str, str]]:
    check = CHECKS[rule.check]
    yield "Asked as", f"{rule.requirement.value}{', decides its criterion' if rule.blocking else ''}"
    yield "Why", check.WHY
    yield "How it is judged", check.HOW
    yield "Limits", ", ".join(f"{name} = {value}" for name, value in rule.parameters.items()) or "none"
    yield "Evidence", ", ".join(check.NEEDS) or "none: only a person can say this"
    yield "Attestation", "a signed statement of a person counts as met" if rule.accepts_attestation else "not accepted"
    if rule.weight != 1:
        yield "Weight", f"{rule.weight:g}"
    if rule.group:
        yield "Group", rule.group
    if rule.maturity:
        yield "Maturity", f"{rule.maturity} of 3"
    if same := crosswalk(rule, baseline):
        yield "The same in", ", ".join(same)
    yield "How to fix", f"{check.FIX} ({check.EFFORT})"
    yield "Life cycle", check.LIFECYCLE


def crosswalk(rule: Rule, baseline: str) -> list[str]:
    """Where else the same is asked: what the baseline names, and every rule of ours that the same check judges.

    Numbers are limits; rules that differ in any other parameter ask their check for other things.
    """
    own = baselines.load(baseline).ref.id
    others = (
        f"{name}:{other.id}"
        for name in baselines.names()
        if name != own
        for other in baselines.load(name).rules()
        if other.check == rule.check and other.choices == rule.choices
    )
    return list(dict.fromkeys((*rule.same_as, *others)))


def _facts(rule: Rule) -> dict[str, object]:
    check = CHECKS[rule.check]
    return {
        "id": rule.id,
        "title": rule.title or check.TITLE,
        "requirement": rule.requirement.value,
        "blocking": rule.blocking,
        "why": check.WHY,
        "how": check.HOW,
        "fix": check.FIX,
        "effort": check.EFFORT,
        "evidence": list(check.NEEDS),
        "parameters": dict(rule.parameters),
        "check": rule.check,
        "weight": rule.weight,
        "accepts_attestation": rule.accepts_attestation,
        "group": rule.group,
        "maturity": rule.maturity,
        "same_as": list(rule.same_as),
    }
