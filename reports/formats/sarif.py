"""SARIF 2.1.0: failed rules as results, for code scanning pages. What could not be assessed is a notification.

A result without a place in the snapshot carries none: a made-up line is worse. Paths that lead out of the snapshot
are dropped and counted in `locationsDropped` (T33).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from reports import wording

MEDIA_TYPE = "application/sarif+json"
SUFFIX = ".sarif"

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"MUST": "error", "MUST NOT": "error", "SHOULD": "warning", "RECOMMENDED": "warning", "MAY": "note"}


def render(document: dict[str, Any]) -> bytes:
    rules = list(wording.subcriteria(document))
    run = {
        "tool": {"driver": {"name": "Assay", "rules": [_rule(rule) for rule in rules]}},
        "automationDetails": {"id": f"assay/{document['baseline']['id']}/"},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(document)}],
        "properties": {
            "commit": document["commit"],
            "level": document["level"],
            "baseline": {key: document["baseline"][key] for key in ("id", "version", "digest")},
            "locationsDropped": sum(map(_is_outside, _findings(document))),
        },
        "columnKind": "unicodeCodePoints",
        "results": [result for rule in rules for result in _results(rule, document)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": rule["id"],
        "shortDescription": {"text": rule["title"]},
        "help": {"text": rule["fix"] or rule["title"]},
        "defaultConfiguration": {"level": _LEVELS[rule["requirement"]]},
        "properties": {"verdict": rule["verdict"], "verdictId": rule["verdict_id"], "blocking": rule["blocking"]},
    }


def _results(rule: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Failures; what was waived, as suppressed; and with a change, what it brought and what it healed."""
    change = _change_of(rule, document)
    if rule["verdict"] == "fail":
        if not rule["findings"]:
            yield {"ruleId": rule["id"], "level": _LEVELS[rule["requirement"]], "message": {"text": rule["reason"]}}
        yield from (_result(rule, finding) for finding in rule["findings"])
    if rule["waiver"]:
        yield from _suppressed(rule)
    listed = {_key(finding) for finding in rule["findings"]} if rule["verdict"] == "fail" else set()
    yield from (_result(rule, finding) for finding in change["new"] if _key(finding) not in listed)
    yield from (_result(rule, finding) for finding in change["healed"])


def _change_of(rule: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    changes = (document["change"] or {}).get("findings", ())
    return next((one for one in changes if one["id"] == rule["id"]), {"new": (), "healed": ()})


def _key(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    return (finding["fingerprint"], finding["line"])


def _result(rule: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ruleId": rule["id"],
        "level": _LEVELS[rule["requirement"]],
        "message": {"text": finding["message"]},
        "partialFingerprints": {"assayFinding/v1": finding["fingerprint"]},
        "locations": _locations(finding),
        **({"baselineState": finding["state"]} if finding["state"] else {}),
    }


def _suppressed(rule: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    waiver = rule["waiver"]
    suppressions = [{"kind": "external", "status": "accepted", "justification": waiver["sentence"]}]
    for finding in waiver["findings"]:
        yield {**_result(rule, finding), "suppressions": suppressions}
    if not waiver["findings"]:
        level = _LEVELS[rule["requirement"]]
        yield {
            "ruleId": rule["id"],
            "level": level,
            "message": {"text": waiver["reason"]},
            "suppressions": suppressions,
        }


def _findings(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for rule in wording.subcriteria(document):
        yield from rule["findings"]
        yield from rule["waiver"]["findings"] if rule["waiver"] else ()
    for change in (document["change"] or {}).get("findings", ()):
        yield from (*change["new"], *change["healed"])


def _locations(finding: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not finding["path"] or _is_outside(finding):
        return []
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding["path"]), "uriBaseId": "%SRCROOT%"}}
    if finding["line"] and finding["line"] > 0:
        physical["region"] = {"startLine": finding["line"]}
    return [{"physicalLocation": physical}]


def _is_outside(finding: Mapping[str, Any]) -> bool:
    return bool(finding["path"]) and not is_inside(finding["path"])


def is_inside(path: str) -> bool:
    """Whether the path stays below the repository's root, whatever a reader makes of it (T33)."""
    parts = path.replace("\\", "/").split("/")
    return not (path.startswith(("/", "\\", "~")) or ":" in parts[0] or ".." in parts)


def _notifications(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "level": "warning",
            "message": {"text": f"{wording.WORDS[rule['verdict']]}: {rule['reason']}"},
            "associatedRule": {"id": rule["id"]},
        }
        for rule in wording.unknowns(document)
    ]
