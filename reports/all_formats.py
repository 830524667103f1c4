"""The formats of a report: the ONE list. Help, documentation and tests are derived from it."""

from typing import Any, Protocol

from reports.formats import badge, cyclonedx, html, json, junit, markdown, sarif, text


class Format(Protocol):
    """A module that renders the document. Pure: the same document gives the same bytes."""

    MEDIA_TYPE: str
    SUFFIX: str

    def render(self, document: dict[str, Any]) -> bytes:
        """The whole document in this format."""


FORMATS: dict[str, Format] = {
    "badge": badge,
    "cyclonedx": cyclonedx,
    "html": html,
    "json": json,
    "junit": junit,
    "markdown": markdown,
    "sarif": sarif,
    "text": text,
}
