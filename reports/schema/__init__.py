"""The published JSON Schema of the report."""

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

VERSION = "1.2"


def report_schema() -> dict[str, Any]:
    """JSON Schema, Draft 2020-12, of documents of this version."""
    schema: dict[str, Any] = json.loads((files("reports") / "schema" / f"report-{VERSION}.schema.json").read_bytes())
    return schema


def check_document(document: Any) -> str | None:
    """What keeps the data from being a report of this version, in one sentence; None when nothing does."""
    version = document.get("schema_version") if isinstance(document, dict) else None
    if isinstance(version, str) and version != VERSION:
        return f"it is of format {version[:20]!a}, and this Assay reads {VERSION}; assess the source once more"
    error = best_match(Draft202012Validator(report_schema()).iter_errors(document))
    if error is None:
        return None
    place = "/".join(str(part) for part in error.absolute_path) or "the document"
    return f"at {place}: {error.message[:200]}"
