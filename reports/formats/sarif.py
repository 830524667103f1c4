"""SARIF 2.1.0: failed rules as results, for code scanning pages. What could not be assessed is a notification.

A result without a place in the snapshot carries none: a made-up line is worse. Paths that lead out of the snapshot
are dropped and counted in `locationsDropped` (T33).
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from reports import wording

MEDIA_TYPE = "application/sarif+json"
SUFFIX = ".sarif"

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"MUST": "error", "MUST NOT": "error", "SHOULD": "warning", "RECOMMENDED": "warning", "MAY": "note"}


def render(document: dict[str, Any]) -> bytes:
    rules = list(wording.subcriteria(document))
    results = [result for rule in rules if rule["verdict"] == "fail" for result in _results(rule)]
    run = {
        "tool": {"driver": {"name": "Assay", "rules": [_rule(rule) for rule in rules]}},
        "automationDetails": {"id": f"assay/{document['baseline']['id']}/"},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(document)}],
        "properties": {
            "commit": document["commit"],
            "level": document["level"],
            "baseline": document["baseline"],
            "locationsDropped": sum(_is_outside(finding) for rule in rules for finding in rule["findings"]),
        },
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": rule["id"],
        "shortDescription": {"text": rule["title"]},
        "help": {"text": rule["fix"] or rule["title"]},
        "defaultConfiguration": {"level": _LEVELS[rule["requirement"]]},
    }


def _results(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    level = _LEVELS[rule["requirement"]]
    if not rule["findings"]:
        return [{"ruleId": rule["id"], "level": level, "message": {"text": rule["reason"]}}]
    return [
        {
            "ruleId": rule["id"],
            "level": level,
            "message": {"text": finding["message"]},
            "partialFingerprints": {"assayFinding/v1": finding["fingerprint"]},
            "locations": _locations(finding),
        }
        for finding in rule["findings"]
    ]


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
