"""The log of Python's unittest: `Ran 12 tests in 0.003s` and the line that follows it."""

import re

from workers.readers.counts import NAMES_KEPT, SuiteReport

READER = "unittest"
_RAN = re.compile(r"^Ran (?P<total>\d{1,9}) tests? in [\d.]{1,20}s$")
_VERDICT = re.compile(r"^(?:OK|FAILED|NO TESTS RAN)(?: \((?P<details>[^()]{1,300})\))?$")
_DETAIL = re.compile(r"(?P<what>failures|errors|skipped|expected failures|unexpected successes)=(?P<number>\d{1,9})")
_NAME = re.compile(r"^(?:FAIL|ERROR): (?P<name>\S{1,200}(?: \([^()]{1,300}\))?)$")


def read(log: str) -> SuiteReport | None:
    """The sum over all runs in the log; None when there is none."""
    report, total = SuiteReport(READER), None
    found = False
    names: list[str] = []
    for line in log.splitlines():
        if match := _NAME.match(line):
            names.append(match["name"])
        elif match := _RAN.match(line):
            total = int(match["total"])
        elif total is not None and (match := _VERDICT.match(line)):
            report += _counts(total, match["details"] or "")
            total, found = None, True
    return report + SuiteReport(READER, failed_names=tuple(names[:NAMES_KEPT])) if found else None


def _counts(total: int, details: str) -> SuiteReport:
    said = {match["what"]: int(match["number"]) for match in _DETAIL.finditer(details)}
    failed = said.get("failures", 0) + said.get("unexpected successes", 0)
    errors, skipped = said.get("errors", 0), said.get("skipped", 0)
    passed = max(0, total - failed - errors - skipped)
    return SuiteReport(READER, passed, failed, errors, skipped)
