"""A document and the name of a format in, bytes out."""

from difflib import get_close_matches
from typing import Any

from reports.all_formats import FORMATS
from reports.errors import UnknownFormatError
from reports.visible import visible_data


def render(document: dict[str, Any], format: str) -> bytes:
    """The report in that format.

    The document may come from a file that others could write, so its text is made
    visible once more; for a document of ours that changes nothing.
    """
    if format not in FORMATS:
        near = get_close_matches(format, FORMATS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise UnknownFormatError(f"no format is called {format!r}; there are: {', '.join(FORMATS)}{hint}")
    return FORMATS[format].render(visible_data(document))
