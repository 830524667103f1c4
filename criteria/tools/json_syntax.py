"""JSON by RFC 8259: whether a file can be read at all. It runs in this process."""

import json
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from criteria.errors import ToolError, UntrustedInputError
from criteria.snapshot import BLOB_LIMIT
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "json-syntax"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("JSON",)
MARKERS: tuple[str, ...] = ()
DISTRIBUTIONS: tuple[str, ...] = ()
PROCESSES = 1
KNOWN_BAD = '{"name": "x",}\n'
KNOWN_GOOD = '{"name": "x"}\n'

RULE = "invalid-json"
_WITH_COMMENTS = re.compile(
    r"(?:^|/)(?:\.?(?:ts|js)config[^/]*\.json|\.?devcontainer\.json|\.eslintrc\.json|\.jshintrc|api-extractor\.json"
    r"|\.vscode/[^/]*\.json)$|\.json5$|\.jsonc$"
)
_MANY_DOCUMENTS = (".jsonl", ".ndjson", ".geojsonl")


def version() -> str:
    """That of the standard library, which reads it."""
    return f"Python {platform.python_version()}"


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".json"


def set_apart(path: str) -> str | None:
    """Dialects: their own readers accept what RFC 8259 does not."""
    if _WITH_COMMENTS.search(path):
        return "JSON with comments, a dialect"
    return "JSON Lines, one document per line" if path.lower().endswith(_MANY_DOCUMENTS) else None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    hits, failed = [], {}
    for name in names:
        if stop.is_set():
            raise ToolError("the tool was stopped")
        try:
            load_json((folder / name).read_bytes(), "file", BLOB_LIMIT)
        except UntrustedInputError as error:
            hit = _hit(name, error)
            if hit is not None:
                hits.append(hit)
            else:
                failed[name] = "nested deeper, or with longer numbers, than we read"
    return Examination(tuple(hits), failed)


def _hit(name: str, error: UntrustedInputError) -> Hit | None:
    """None where the text is beyond our own limits (deep nesting, huge numbers) and may well be JSON."""
    cause = error.__cause__
    if isinstance(cause, json.JSONDecodeError):
        return Hit(name, cause.lineno, RULE, f"not valid JSON: {cause.msg}")
    if isinstance(cause, UnicodeDecodeError):
        return Hit(name, None, RULE, "not valid JSON: the text is not UTF-8")
    if cause is not None and str(cause).endswith("is not a JSON number"):
        return Hit(name, None, RULE, f"not valid JSON: {cause}")
    return None
