"""The log of Python's doctest in verbose form, as `testmod(verbose=True)` prints it: one summary per module."""

import re

from workers.readers.counts import NAMES_KEPT, SuiteReport

READER = "doctest"
# "35 passed and 0 failed." closes every module; since Python 3.13 it reads "35 passed.", with ", 2 skipped" perhaps.
_SUMMARY = re.compile(
    r"^(?P<passed>\d{1,9}) passed(?: and (?P<and_failed>\d{1,9}) failed|(?:, | and )(?P<failed>\d{1,9}) failed)?"
    r"(?:(?:, | and )(?P<skipped>\d{1,9}) skipped)?\.$"
)
_TESTS = re.compile(r"^\d{1,9} tests? in \d{1,9} items?\.$")
_FAILED_ITEM = re.compile(r"^ +(?P<failed>\d{1,9}) of +\d{1,9} (?:tests )?in (?P<name>\S{1,300})$")


def read(log: str) -> SuiteReport | None:
    """The sum over all modules; None when the log holds no such summary."""
    report, found = SuiteReport(READER), False
    names: list[str] = []
    after_tests = False
    for line in log.splitlines():
        if match := _FAILED_ITEM.match(line):
            names.append(match["name"])
        elif after_tests and (match := _SUMMARY.match(line)):
            failed = int(match["and_failed"] or match["failed"] or 0)
            report += SuiteReport(
                READER, passed=int(match["passed"]), failed=failed, skipped=int(match["skipped"] or 0)
            )
            found = True
        after_tests = bool(_TESTS.match(line))
    return report + SuiteReport(READER, failed_names=tuple(dict.fromkeys(names))[:NAMES_KEPT]) if found else None
