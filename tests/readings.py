"""Reading captures: real outputs of our own tiny projects, and texts made up in tests."""

import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from workers.all_readers import FILE_READERS, LOG_READERS
from workers.readers.test_case import TestCase

CAPTURES = Path(__file__).parent / "workers" / "readers" / "captures"


def of_log(reader: str, text: str) -> list[TestCase]:
    """What a log reader tells of a text."""
    log = LOG_READERS[reader]()
    cases = [case for line in text.split("\n") for case in log.line(line)]
    return [*cases, *log.end()]


def of_file(form: str, content: bytes | str) -> list[TestCase]:
    """What a file reader tells of a report."""
    data = content.encode() if isinstance(content, str) else content
    return list(FILE_READERS[form](io.BytesIO(data)))


def capture(name: str) -> str:
    return (CAPTURES / name).read_text(encoding="utf-8")


def of_capture(reader: str, name: str) -> list[TestCase]:
    return of_log(reader, capture(name))


def ends(cases: Iterable[TestCase]) -> tuple[int, int, int, int]:
    """Passed, failed, errors, skipped."""
    counts = Counter(case.outcome for case in cases)
    return counts["passed"], counts["failed"], counts["error"], counts["skipped"]


def by_id(cases: Iterable[TestCase]) -> dict[str, TestCase]:
    return {case.id: case for case in cases}
