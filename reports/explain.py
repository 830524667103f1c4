"""Everything about one rule, as text: what it asks, what was found, each finding, and what to do."""

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from criteria.catalogue import CHECKS
from reports import remarks, wording
from reports.visible import visible_data

_WIDTH = 100


def explained(document: dict[str, Any], id_: str) -> bytes:
    """The rule of this id; empty where the report has none."""
    shown = visible_data(document)
    rules = [rule for rule in wording.subcriteria(shown) if rule["id"] == id_]
    return "".join(f"{line}\n" for rule in rules for line in _lines(rule, shown)).encode()


def _lines(rule: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    yield f"{rule['id']}  {rule['title']}"
    yield f"{wording.SYMBOLS[rule['verdict']]} {wording.WORDS[rule['verdict']]}"
    yield ""
    for name, text in _parts(rule):
        if text:
            yield fill(f"{name}: {text}", _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    yield from _findings("Findings", rule["findings"], rule["findings_total"])
    if rule["waiver"]:
        yield from _findings("Waived", rule["waiver"]["findings"], rule["waiver"]["findings_total"])
    change = next((one for one in (document["change"] or {}).get("findings", ()) if one["id"] == rule["id"]), None)
    if change:
        yield from _findings("Healed by the change", change["healed"], change["healed_total"])


def _parts(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    check = CHECKS.get(rule["check"])
    yield "Verdict", rule["reason"]
    yield "Required", rule["required"] or ""
    yield "Found", rule["found"] or ""
    yield "Strength", f"{rule['strength']}, {wording.STRENGTHS[rule['strength']]}" if rule["strength"] else ""
    yield "Asked as", f"{rule['requirement']}{', decides its criterion' if rule['blocking'] else ''}"
    yield "The project's own limit", remarks.raised_sentence(rule)
    yield (
        "Measured",
        f"{wording.WORDS[rule['waiver']['verdict']]}: {rule['waiver']['reason']}" if rule["waiver"] else "",
    )
    yield "Attestation", remarks.attestation_note(rule)
    yield "Why", check.WHY if check else ""
    yield "How it is judged", check.HOW if check else ""
    yield "How to fix", f"{rule['fix']} ({rule['effort']})" if rule["fix"] else ""
    yield "Rests on", ", ".join(rule["evidence"])
    yield "Name of this verdict", rule["verdict_id"]


def _findings(title: str, findings: list[Mapping[str, Any]], total: int) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield f"{title} ({total:,}):"
    for finding in findings:
        new = "new: " if finding["state"] == "new" else ""
        where = f"{wording.place(finding)}: " if finding["path"] else ""
        yield f"  {new}{where}{finding['rule']} {finding['message']}  [{finding['fingerprint']}]"
    if total > len(findings):
        yield f"  and {total - len(findings):,} more"
