"""Lines of a hostile text, each cut to a size."""

import re
from collections.abc import Iterator
from typing import BinaryIO

LIMIT = 64 * 1024  # bytes of one line that are kept
_COLOUR = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")


def lines(stream: BinaryIO, limit: int = LIMIT) -> Iterator[str]:
    """Every line without its ending; what is beyond `limit` bytes of a line is left out."""
    while piece := stream.readline(limit):
        line = piece
        while piece and not piece.endswith(b"\n"):
            piece = stream.readline(limit)
        yield line.decode(errors="replace").rstrip("\r\n")


def uncoloured(text: str) -> str:
    """The line as a terminal without colours would show it: the last of what was written over."""
    if "\x1b" in text:
        text = _COLOUR.sub("", text)
    text = text.rstrip("\r")
    return text.rpartition("\r")[2] if "\r" in text else text


def indent(text: str) -> int:
    """Blanks at the beginning of a line."""
    return len(text) - len(text.lstrip(" "))


def number(text: str | None) -> float:
    """Seconds from words like `1,234.56`; 0 for what is no number."""
    try:
        return float((text or "0").strip().replace(",", ""))
    except ValueError:
        return 0.0
