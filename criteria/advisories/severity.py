"""How severe an advisory is: from its CVSS vectors, else from the word of the database."""

from collections.abc import Iterator, Mapping
from typing import Any

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN = "critical", "high", "medium", "low", "unknown"
ORDER = (UNKNOWN, LOW, MEDIUM, HIGH, CRITICAL)

_WORDS = {"CRITICAL": CRITICAL, "HIGH": HIGH, "MODERATE": MEDIUM, "MEDIUM": MEDIUM, "LOW": LOW}
_CALCULATORS = {"CVSS_V2": CVSS2, "CVSS_V3": CVSS3, "CVSS_V4": CVSS4}
_LONGEST = 300


def severity_of(record: Mapping[str, Any], affected: Mapping[str, Any]) -> tuple[str, float | None]:
    """The word and, where a vector gives one, the highest base score. A malicious package is critical."""
    if str(record.get("id", "")).startswith("MAL-"):
        return CRITICAL, None
    scores = [score for holder in (affected, record) for score in _scores(holder.get("severity"))]
    if scores:
        return _word(max(scores)), max(scores)
    for holder in (affected, record):
        for key in ("database_specific", "ecosystem_specific"):
            said = holder.get(key)
            word = said.get("severity") if isinstance(said, Mapping) else None
            if isinstance(word, str) and word.upper() in _WORDS:
                return _WORDS[word.upper()], None
    return UNKNOWN, None


def _scores(listed: Any) -> Iterator[float]:
    for one in listed[:10] if isinstance(listed, list) else ():
        calculator = _CALCULATORS.get(str(one.get("type"))) if isinstance(one, Mapping) else None
        vector = one.get("score") if isinstance(one, Mapping) else None
        if calculator is None or not isinstance(vector, str) or len(vector) > _LONGEST:
            continue
        try:
            yield float(calculator(vector).base_score)
        except (CVSSError, ValueError, ArithmeticError, LookupError):
            continue


def _word(score: float) -> str:
    """The bands of CVSS 3 and 4."""
    return CRITICAL if score >= 9 else HIGH if score >= 7 else MEDIUM if score >= 4 else LOW
