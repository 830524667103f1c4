"""`assay criteria`: the catalogue, as the baseline and the checks state it themselves."""

import json
import sys
from textwrap import fill

from criteria import baseline as baselines
from criteria.baseline import Rule
from criteria.catalogue import CHECKS
from master.errors import UsageError


def listing(baseline: str, form: str) -> int:
    """One line per rule, or JSON with everything."""
    rules = [rule for criterion in baselines.load(baseline).criteria for rule in criterion.rules]
    if form == "json":
        sys.stdout.write(json.dumps([_facts(rule) for rule in rules], indent=2) + "\n")
        return 0
    if form != "text":
        raise UsageError(f"criteria are listed as text or json, not {form!r}")
    for rule in rules:
        mark = "*" if rule.blocking else " "
        sys.stdout.write(f"{rule.id:<14} {mark} {rule.requirement.value:<12} {CHECKS[rule.check].TITLE}\n")
    sys.stdout.write("\n* decides its criterion\n")
    return 0


def show(id_: str, baseline: str) -> int:
    rules = {rule.id: rule for criterion in baselines.load(baseline).criteria for rule in criterion.rules}
    if id_ not in rules:
        raise UsageError(f"{baseline} has no rule {id_!r}; `assay criteria list` shows them all")
    rule, check = rules[id_], CHECKS[rules[id_].check]
    sys.stdout.write(f"{rule.id}  {check.TITLE}\n\n")
    parts = (
        ("Asked as", f"{rule.requirement.value}{', decides its criterion' if rule.blocking else ''}"),
        ("Why", check.WHY),
        ("How it is judged", check.HOW),
        ("Limits", ", ".join(f"{name} = {value}" for name, value in rule.parameters.items()) or "none"),
        ("Evidence", ", ".join(check.NEEDS)),
        ("How to fix", f"{check.FIX} ({check.EFFORT})"),
        ("Life cycle", check.LIFECYCLE),
    )
    for name, text in parts:
        sys.stdout.write(fill(f"{name}: {' '.join(text.split())}", 100, subsequent_indent="    ") + "\n")
    return 0


def _facts(rule: Rule) -> dict[str, object]:
    check = CHECKS[rule.check]
    return {
        "id": rule.id,
        "title": check.TITLE,
        "requirement": rule.requirement.value,
        "blocking": rule.blocking,
        "why": check.WHY,
        "how": check.HOW,
        "fix": check.FIX,
        "effort": check.EFFORT,
        "evidence": list(check.NEEDS),
        "parameters": dict(rule.parameters),
    }
