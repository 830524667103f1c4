"""The output of `meson test`: one line per test, then how many ended how."""

import re
from collections.abc import Iterator

from workers.readers.lines import number, uncoloured
from workers.readers.tally import Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "meson"
ENDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "OK": (PASSED, ()),
    "EXPECTEDFAIL": (PASSED, ("expected failure",)),  # a test of its own kind: the program has to fail
    "FAIL": (FAILED, ()),
    "UNEXPECTEDPASS": (FAILED, ("unexpected pass",)),
    "ERROR": (ERROR, ()),
    "TIMEOUT": (ERROR, ("timeout",)),
    "INTERRUPT": (ERROR, ("interrupted",)),
    "SKIP": (SKIPPED, ()),
    "IGNORED": (SKIPPED, ()),
}
_HEAD = re.compile(r" {0,6}\d{1,6}/\d{1,6} ")
_TAIL = re.compile(
    r" (?P<end>OK|EXPECTEDFAIL|FAIL|UNEXPECTEDPASS|ERROR|TIMEOUT|INTERRUPT|SKIP|IGNORED) +"
    r"(?P<seconds>\d{1,7}\.\d\d)s(?P<why>   .{1,300})?\Z"
)
_TOTAL = re.compile(
    r"(?P<what>Ok|Expected Fail|Fail|Unexpected Pass|Skipped|Ignored|Timeout): {1,20}(?P<number>\d{1,6}) *\Z"
)


class MesonLog:
    """Reads the log of `meson test`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._totals: dict[str, int] = {}
        self._again = False  # failures are listed a second time

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if match := _TOTAL.match(text):
            self._totals[match["what"]] = int(match["number"])
            return
        if self._totals:
            yield from self._close()
        self._again |= text == "Summary of Failures:"
        if not self._again and (head := _HEAD.match(text)) and (match := _TAIL.search(text, head.end())):
            outcome, tags = ENDS[match["end"]]
            yield self._tally.told(
                case(
                    text[head.end() : match.start()].strip(),
                    outcome,
                    duration_s=number(match["seconds"]),
                    message=(match["why"] or "").strip() if outcome != PASSED else "",
                    tags=tags,
                )
            )

    def end(self) -> Iterator[TestCase]:
        yield from self._close()

    def _close(self) -> Iterator[TestCase]:
        totals, self._totals, self._again = self._totals, {}, False
        if "Ok" not in totals:
            return
        bad = sum(totals.get(what, 0) for what in ("Fail", "Unexpected Pass", "Timeout"))
        yield from self._tally.stated(
            ((PASSED,), totals["Ok"] + totals.get("Expected Fail", 0)),
            ((FAILED, ERROR), bad),
            ((SKIPPED,), totals.get("Skipped", 0) + totals.get("Ignored", 0)),
        )
