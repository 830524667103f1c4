"""The languages of the project's own files as report data."""

from typing import Any

from criteria.evidence import census
from criteria.model import EvidenceSet, plain

MAX_LANGUAGES = 100


def language_rows(evidence: EvidenceSet) -> list[dict[str, Any]]:
    """First-party files and lines (not blank) per language, most lines first; `unread` files are not in `lines`."""
    if census.KIND not in evidence:
        return []
    totals = plain(evidence[census.KIND].data)["languages"][:MAX_LANGUAGES]
    return [{key: total[key] for key in ("language", "group", "files", "lines", "unread")} for total in totals]
