"""Text from outside, made visible: what would steer a terminal, a parser or the reading direction becomes an escape.

Runs once over the whole document when it is built and once before it is rendered, so that
no format has to think of control characters, bidirectional marks or broken encodings (T15, A21, A30).
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from criteria.redaction import redacted
from reports.errors import ReportError

MAX_TEXT = 2000  # characters of one string in a report
_MAX_DEPTH = 20  # a document is six levels deep; anything deeper is none of ours
_ELLIPSIS = "…"

# Fixed ranges instead of `unicodedata`, whose tables change with the interpreter: same input, same bytes.
_NONCHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_HIDDEN = re.compile(
    "["
    "\u0000-\u001f\u007f-\u009f"  # C0, DEL, C1: terminals, XML
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # invisible letters and marks
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, line ends, direction
    "\ud800-\udfff"  # surrogates: bytes that were no UTF-8
    "\ufdd0-\ufdef"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff" + _NONCHARACTERS + "]"  # format controls, tags
)
_DIGEST = re.compile(r"\A(?:[\w.-]{1,80}@)?sha256:[0-9a-f]{12,64}\Z|\A[0-9a-f]{40}\Z")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, limit: int = MAX_TEXT) -> str:
    """One line of printable text, at most `limit` characters. Doing it twice changes nothing."""
    shown = _HIDDEN.sub(_escape, text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + _ELLIPSIS


def visible_data(data: Any, depth: int = 0) -> Any:
    """JSON-ready data with every string made visible; numbers that are none become null."""
    if depth > _MAX_DEPTH:
        raise ReportError(f"the report is nested deeper than {_MAX_DEPTH} levels, so it is none of ours")
    if isinstance(data, str):
        return visible(data)
    if isinstance(data, Mapping):
        return {visible(str(key)): visible_data(value, depth + 1) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [visible_data(value, depth + 1) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data


def without_secrets(data: Any, depth: int = 0) -> Any:
    """JSON-ready data in which no string holds a credential; digests, which only look like one, stay."""
    if depth > _MAX_DEPTH:
        raise ReportError(f"the report is nested deeper than {_MAX_DEPTH} levels, so it is none of ours")
    if isinstance(data, str):
        return data if _DIGEST.search(data) else redacted(data)
    if isinstance(data, Mapping):
        return {key: without_secrets(value, depth + 1) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [without_secrets(value, depth + 1) for value in data]
    return data


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python could not decode
        return f"\\x{code - 0xDC00:02x}"
    if character in _SHORT:
        return _SHORT[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
