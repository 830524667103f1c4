"""The document itself. Keys are sorted, so that the same report is the same bytes."""

import json
from typing import Any

MEDIA_TYPE = "application/json"
SUFFIX = ".json"


def render(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
