"""The badge: one flat SVG that names the level in word and colour. Grey says "none" or "unknown"."""

from typing import Any

from reports import wording
from reports.environment import fill

MEDIA_TYPE = "image/svg+xml"
SUFFIX = ".svg"

LABEL = "assay"
# White text on these has a contrast of 4.5:1 or more (WCAG AA); a test says so.
COLOURS = {"gold": "#8a6500", "silver": "#5f6b7a", "bronze": "#9a5a24", "none": "#6e6e6e", "unknown": "#6e6e6e"}
LABEL_COLOUR = "#3d3d3d"

_NARROW, _WIDE = "fijlrt I.,:;|!'()[]", "mwMW%@"
_PADDING = 6  # pixels on both sides of a text


def render(document: dict[str, Any]) -> bytes:
    """The badge of one report; its title names commit, date and rule set, so that the picture is about something."""
    about = f"{wording.commit_sentence(document)}, {document['baseline']['id']}"
    if wording.waived_level_sentence(document):
        about += ", resting on waivers"
    return badge(document["level"], about, None if document["baseline"]["levels"] else word_of(document))


def word_of(document: dict[str, Any]) -> str:
    """What the badge says: the level or, where the rule set has none, the share that is met for certain."""
    if document["baseline"]["levels"]:
        return str(document["level"])
    bounds = document["bounds"]
    return f"{wording.percent(bounds['lower'])} met" if bounds else "unknown"


def badge(level: str, about: str = "", said: str | None = None) -> bytes:
    """The badge for a level; a word that is no level is "unknown". `said` is for a rule set without levels."""
    word = level if level in COLOURS else "unknown"
    shown = said or word
    left, right = (text_width(text) + 2 * _PADDING for text in (LABEL, shown))
    values = {
        "label": LABEL,
        "word": shown,
        "title": f"{LABEL}: {shown}" + (f" ({about})" if about else ""),
        "colour": COLOURS[word],
        "label_colour": LABEL_COLOUR,
        "left": left,
        "right": right,
    }
    return fill("badge.svg", values)


def text_width(text: str) -> int:
    """Pixels that the text takes in the badge's font (Verdana, 11 px), near enough to centre it."""
    return round(sum(4.6 if letter in _NARROW else 10.2 if letter in _WIDE else 7.0 for letter in text))
