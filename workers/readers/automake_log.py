"""The output of `make check` with Automake's test driver: one line per test, then totals."""

import re
from collections.abc import Iterator

from workers.readers.lines import uncoloured
from workers.readers.tally import Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "automake"
_TEST = re.compile(r"(?P<end>PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): (?P<name>\S{1,300}(?: \d{1,6}(?: - .{1,300})?)?)\Z")
_TOTAL = re.compile(r"# (?P<what>TOTAL|PASS|SKIP|XFAIL|FAIL|XPASS|ERROR): {1,6}(?P<number>\d{1,7})\Z")
_ENDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PASS": (PASSED, ()),
    "FAIL": (FAILED, ()),
    "SKIP": (SKIPPED, ()),
    "XFAIL": (SKIPPED, ("expected failure",)),
    "XPASS": (FAILED, ("unexpected pass",)),
    "ERROR": (ERROR, ()),
}


class AutomakeLog:
    """Reads the log of `make check`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._totals: dict[str, int] = {}
        self._begun = False  # other tools begin lines with "ERROR: " too

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if (match := _TEST.match(text)) and (self._begun or match["end"] != "ERROR"):
            self._begun = True
            outcome, tags = _ENDS[match["end"]]
            yield self._tally.told(case(match["name"], outcome, tags=tags))
        elif match := _TOTAL.match(text):
            self._totals[match["what"]] = int(match["number"])
            if match["what"] == "ERROR" and "TOTAL" in self._totals:
                yield from self._close()

    def end(self) -> Iterator[TestCase]:
        return iter(())

    def _close(self) -> Iterator[TestCase]:
        totals, self._totals = self._totals, {}
        yield from self._tally.stated(
            ((PASSED,), totals.get("PASS", 0)),
            ((SKIPPED,), totals.get("SKIP", 0) + totals.get("XFAIL", 0)),
            ((FAILED,), totals.get("FAIL", 0) + totals.get("XPASS", 0)),
            ((ERROR,), totals.get("ERROR", 0)),
        )
