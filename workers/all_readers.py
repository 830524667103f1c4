"""The readers of what a cell leaves behind: one line per form. What an engine is to cells, a reader is to reports.

A new form is a file in `workers/readers`, a line here and a test.
"""

import re
from collections.abc import Callable

from workers.readers import go_json, json_lines, junit, meson_json, tap
from workers.readers.automake_log import AutomakeLog
from workers.readers.cargo_log import CargoLog
from workers.readers.catch2_log import Catch2Log
from workers.readers.coverage import COVERAGE_READERS
from workers.readers.ctest_log import CTestLog
from workers.readers.doctest_log import DoctestLog
from workers.readers.go_log import GoLog
from workers.readers.gtest_log import GTestLog
from workers.readers.julia_log import JuliaLog
from workers.readers.maven_log import MavenLog
from workers.readers.meson_log import MesonLog
from workers.readers.node_log import NodeLog
from workers.readers.pytest_log import PytestLog
from workers.readers.rcheck_log import RCheckLog
from workers.readers.reader import FileReader, LogReader
from workers.readers.sage_log import SageLog
from workers.readers.tap import Tap
from workers.readers.testdrive_log import TestDriveLog
from workers.readers.testthat_log import TestthatLog
from workers.readers.unittest_log import UnittestLog

__all__ = ["COVERAGE_READERS", "FILE_READERS", "LOG_READERS", "file_reader_of"]

FILE_READERS: dict[str, FileReader] = {
    "junit": junit.read,
    "tap": tap.read,
    "go": go_json.read,
    "meson": meson_json.read,
    "assay": json_lines.read,
}

# In the order of precedence: a runner stands before those whose output it may print as its own, and a form that cannot
# be mistaken before one that looks like others.
LOG_READERS: dict[str, Callable[[], LogReader]] = {
    "ctest": CTestLog,
    "meson": MesonLog,
    "maven": MavenLog,
    "R-CMD-check": RCheckLog,
    "sage": SageLog,
    "pytest": PytestLog,
    "cargo": CargoLog,
    "go": GoLog,
    "node": NodeLog,
    "gtest": GTestLog,
    "catch2": Catch2Log,
    "test-drive": TestDriveLog,
    "testthat": TestthatLog,
    "julia": JuliaLog,
    "unittest": UnittestLog,
    "doctest": DoctestLog,
    "automake": AutomakeLog,
    "tap": Tap,
}

_JUNIT = re.compile(rb"<(?:\w{1,40}:)?testsuites?[\s>/]")
_TAP = re.compile(rb"TAP version 1[2-9]|1\.\.\d{1,7}\s{0,4}(?:#|$)|(?:not )?ok (?:\d{1,7}\b|- )")
# Keys that stand in the first record of a form of one JSON object a line.
_KEYS: dict[str, tuple[re.Pattern[bytes], ...]] = {
    "go": (re.compile(rb'"Action"\s{0,9}:'),),
    "assay": (re.compile(rb'"id"\s{0,9}:'), re.compile(rb'"outcome"\s{0,9}:')),
    "meson": (re.compile(rb'"name"\s{0,9}:'), re.compile(rb'"(?:stdout|result)"\s{0,9}:')),
}
_GZIP = b"\x1f\x8b"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def file_reader_of(head: bytes) -> str | None:
    """The form of a report, one of FILE_READERS, from its first bytes (4 KiB are enough); None for no known form."""
    if head.startswith(_GZIP):
        return "assay"
    if head.startswith(_WIDE):
        head = head.decode("utf-16", errors="ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return "junit" if _JUNIT.search(head) else None
    for line in head.splitlines()[:100]:
        if line.startswith(b"{"):
            return next((name for name, keys in _KEYS.items() if all(key.search(line) for key in keys)), None)
        if _TAP.match(line):
            return "tap"
    return None
