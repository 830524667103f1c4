"""What stands beside the verdicts, in sentences: waivers, attestations, the project's own limits, and a change."""

from collections.abc import Mapping
from typing import Any

from reports import wording

Document = Mapping[str, Any]


def exceptions_sentences(document: Document) -> list[str]:
    """Everything that changed how a verdict counts, or that was offered and did not, one line each."""
    said = document["exceptions"]
    if said is None:
        return []
    lines = [str(said["note"])] if said["note"] else []
    for one in said["waivers"]:
        name = f"Waiver {one['id']}" if one["id"] else f"Line {one['line']} of the waivers"
        about = f" of {one['rule']}" if one["rule"] else ""
        if one["state"] == "applied":
            lines.append(f"{name}{about}, {one['reason']}: {one['explanation']} ({_granted(one)})")
        else:
            lines.append(f"{name}{about} {'has no effect' if one['state'] == 'without effect' else 'is not in force'}: "
                         f"{one['why']}.")  # fmt: skip
    for one in said["attestations"]:
        about = f" of {one['rule']} by {one['by']} ({one['role']})" if one["rule"] else ""
        standing = "" if one["standing"] == "valid" else f", {one['standing']}"
        state = "counts" if one["applied"] else f"does not count{standing}"
        lines.append(f"Attestation {one['file']}{about} {state}: {one['why']}.")
    return lines


def _granted(one: Mapping[str, Any]) -> str:
    issue = f", tracked in {one['issue']}" if one["issue"] else ""
    return f"approved by {one['approver']}, until {one['expires']}{issue}"


def raised_sentence(rule: Mapping[str, Any]) -> str:
    """The limits of a rule that the project made stricter for itself, and that it wants the rule to decide."""
    limits = [f"{one['parameter']} {one['own']:g} instead of {one['baseline']:g}" for one in rule["raised"]]
    return ", ".join([*limits, *(["decides because the project wants it"] if rule["required_by_project"] else [])])


def raised_sentences(document: Document) -> list[str]:
    """What the project asks of itself, and what it asked for in vain."""
    raised = document["raised"]
    if raised is None:
        return []
    lines = [f"{one['rule']}: {one['parameter']} {one['own']:g}, the project's own limit; the baseline has "
             f"{one['baseline']:g}." for one in raised["limits"]]  # fmt: skip
    lines += [f"{rule} decides because the project wants it." for rule in raised["required"]]
    if raised["fail_under"]:
        lines.append(f"The project wants the gate to fail below {raised['fail_under']}.")
    return lines + [f"Ignored ({raised['file']}:{one['line']}): {one['why']}." for one in raised["ignored"]]


def attestation_note(rule: Mapping[str, Any]) -> str:
    """Who stated it, and whether it counts."""
    one = rule["attestation"]
    if one is None:
        return ""
    counts = "counts as met" if one["accepted"] else "does not count: the baseline accepts no statement here"
    return f"{one['by']} ({one['role']}), {one['issued']} to {one['expires']}, key {one['key'][:12]}; {counts}"


# The order in which a reviewer wants to read what became of the tests.
_STATES = ("regression", "new failure", "vanished", "flaky", "skipped now", "still failing", "fixed", "removed", "new")


def tests_rows(document: Document) -> list[str]:
    """What became of the tests since the base, cell by cell: one line of numbers, then what needs a look."""
    lines = []
    for cell in (document["change"] or {}).get("tests") or ():
        name = wording.cell_name({"id": cell["cell"]})
        if cell["why_not"]:
            lines.append(f"{name}: not compared: {cell['why_not']}")
            continue
        counts = ", ".join(f"{cell['counts'][state]:,} {state}" for state in _STATES if cell["counts"].get(state))
        cited = f" (the base was run on {cell['base_earlier'][:10]})" if cell["base_earlier"] else ""
        lines.append(f"{name}: {counts or 'no test changed its outcome'}{cited}")
        lines += [f"{name}: needs a look: {sign}" for sign in cell["signs"]]
        lines += [f"{name}: {note}" for note in cell["notes"]]
    return lines


def tests_lists(document: Document) -> list[tuple[str, str, list[str], int]]:
    """Per cell and state: the cell, the state, the names that were kept, and how many there are in all."""
    return [
        (wording.cell_name({"id": cell["cell"]}), state, cell["names"][state], cell["counts"][state])
        for cell in (document["change"] or {}).get("tests") or ()
        for state in _STATES
        if cell["names"].get(state)
    ]


def also_rows(document: Document) -> list[tuple[str, list[str]]]:
    """Per further baseline: its name, and a line for each rule that failed, then how many there are of the rest."""
    rows = []
    for one in (document["also"] or {}).get("judged", ()):
        bad = [rule for rule in one["rules"] if rule["verdict"] == "fail"]
        lines = [f"{one['sentence']}"] if one["sentence"] else []
        for rule in bad:
            lines.append(f"{rule['id']} {rule['title']}: {rule['reason']}")
            places = [f"{wording.place(finding)}: {finding['message']}" for finding in rule["findings"][:5]]
            lines += places
        others = [rule["verdict"] for rule in one["rules"] if rule["verdict"] != "fail"]
        counts = ", ".join(f"{others.count(word)} {wording.WORDS[word]}" for word in dict.fromkeys(others))
        lines.append(f"{len(bad)} of {len(one['rules'])} rules failed{f'; {counts}' if counts else ''}")
        rows.append((f"{one['title'] or one['id']} ({one['id']})", lines))
    return rows


def change_rows(document: Document) -> list[str]:
    """What differs since the base, the worse first: verdicts, then findings."""
    change = document["change"]
    if change is None:
        return []
    order = {"worse": 0, "unknown": 1, "better": 2, "other": 3}
    verdicts = sorted(change["verdicts"], key=lambda one: (order[one["turn"]], not one["blocking"]))
    lines = [f"{one['id']}: {_verdict_word(one['base'])} → {_verdict_word(one['head'])}"
             f"{'' if one['blocking'] else ', does not block'}" for one in verdicts]  # fmt: skip
    for one in sorted(change["findings"], key=lambda one: (not one["blocking"], -one["new_total"])):
        numbers = f"{one['new_total']:,} new, {one['healed_total']:,} healed"
        lines.append(f"{one['id']}: {numbers if not one['why_not'] else _uncompared(one)}")
    return lines


def _uncompared(one: Mapping[str, Any]) -> str:
    more = f"{one['new_total']:,} more findings; " if one["new_total"] else ""
    return f"{more}not compared one by one ({one['why_not']})"


def _verdict_word(key: str | None) -> str:
    return wording.WORDS[key] if key else "no verdict"


def base_name(document: Document) -> str:
    """What the head was compared with: the name it was asked for by, and the commit."""
    change = document["change"]
    return f"{change['label']} ({wording.short(change['base'])})" if change["label"] else wording.short(change["base"])
