"""One page that opens anywhere: no script, nothing loaded, readable on a phone, in the dark and on paper."""

from base64 import b64encode
from typing import Any

from reports import wording
from reports.environment import fill
from reports.formats import badge

MEDIA_TYPE = "text/html; charset=utf-8"
SUFFIX = ".html"


def render(document: dict[str, Any]) -> bytes:
    values = {
        "report": document,
        "badge": "data:image/svg+xml;base64," + b64encode(badge.render(document)).decode(),
        "badge_word": badge.word_of(document),
        "marks": _marks(document),
        "ladder": _ladder(document),
        "lines": sum(row["lines"] for row in document["languages"]),
    }
    return fill("report.html", values)


def _marks(document: dict[str, Any]) -> list[dict[str, str]]:
    """As on silverware: standard, fineness in thousandths, the rule set, the date."""
    bounds = document["bounds"]
    fineness = f"{int(1000 * bounds['lower']):03d}" if bounds else "–"
    level = {"shape": "octagon", "text": document["level"], "caption": "level proven"}
    return [
        *([level] if document["baseline"]["levels"] else []),
        {"shape": "oval", "text": fineness, "caption": "of 1000 parts met"},
        {"shape": "shield", "text": document["baseline"]["version"], "caption": "rule set version"},
        {"shape": "square", "text": wording.date_word(document), "caption": "date of commit"},
    ]


def _ladder(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Which criteria each level adds to the one below it."""
    return [
        {"level": level, "criteria": [one for one in document["criteria"] if one["level"] == level]}
        for level in ("bronze", "silver", "gold")
        if any(one["level"] == level for one in document["criteria"])
    ]
