"""Meson's `meson-logs/testlog.json`: one JSON object a line.

Better than its JUnit file, which leaves out that a test took too long or passed unexpectedly.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from workers.errors import ResultError
from workers.readers.lines import lines
from workers.readers.meson_log import ENDS
from workers.readers.test_case import PASSED, TestCase, case

READER = "meson"
LINE = 8 * 2**20  # bytes: a line holds the whole output of a test


def read(stream: BinaryIO) -> Iterator[TestCase]:
    """The tests of the file. Raises ResultError for a line that is none of them."""
    for line in lines(stream, LINE):
        if line.strip():
            yield _case(line)


def _case(line: str) -> TestCase:
    try:
        test: dict[str, Any] = json.loads(line)
        outcome, tags = ENDS[test["result"]]
        name = test["name"]
        if not isinstance(name, str):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultError("a line of the file is not in the form of Meson's test log") from error
    said = str(test.get("stderr") or test.get("stdout") or "")[-1000:]
    message = "\n".join(part for part in (f"exit status {test.get('returncode')}", said) if part)
    return case(name, outcome, duration_s=test.get("duration"), tags=tags, message=message if outcome != PASSED else "")
