"""The output of `ctest`: one line per test, then how many failed, then their names."""

import re
from collections.abc import Iterator

from workers.readers.lines import number, uncoloured
from workers.readers.tally import BAD, Held, Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "ctest"
_HEAD = re.compile(r" {0,6}\d{1,6}/\d{1,6} Test {1,7}#\d{1,6}: ")
_AGAIN = re.compile(r" {4,20}Test {1,7}#\d{1,6}: ")
_TAIL = re.compile(r" (?P<seconds>\d{1,7}\.\d\d) sec *\Z")
_TOTAL = re.compile(r"\d{1,3}% tests passed, (?P<failed>\d{1,6}) tests? failed out of (?P<total>\d{1,6}) *\Z")
_LISTED = re.compile(r"\t {0,6}\d{1,6} - (?P<name>.{1,500}) \((?P<how>[A-Za-z ]{1,40})\)(?: {1,20}\S.{0,200})?\Z")
_FAILED = "The following tests FAILED:"


class CTestLog:
    """Reads the log of `ctest`. Failures wait: a test may be run again, and a quiet log only lists them."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._held = Held()
        self._totals: tuple[int, int] | None = None  # failed, all but the disabled ones
        self._listing = False

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if head := _HEAD.match(text):
            yield from self._test(text[head.end() :], again=False)
        elif head := _AGAIN.match(text):
            yield from self._test(text[head.end() :], again=True)
        elif match := _TOTAL.match(text):
            if self._totals is not None:
                yield from self._close()
            self._totals = (int(match["failed"]), int(match["total"]))
        elif text.startswith(_FAILED):
            self._listing = True
        elif self._listing and (match := _LISTED.match(text)):
            yield from self._listed(match["name"], match["how"])
        elif self._listing and not text.startswith("\t"):
            yield from self._close()

    def end(self) -> Iterator[TestCase]:
        yield from self._close()

    def _test(self, text: str, again: bool) -> Iterator[TestCase]:
        tail = _TAIL.search(text)
        if tail is None:
            return
        body = text[: tail.start()].rstrip()
        name, dots, how = body.partition(" ..")
        if not dots:
            name, _, how = body.partition("...")
        how = how.lstrip(".").replace("***", " ").strip()
        outcome = _outcome(how)
        told = case(name, outcome, duration_s=number(tail["seconds"]), message=how if outcome != PASSED else "")
        if again:
            self._held.again(told.id, outcome)
        elif outcome in BAD:
            yield from map(self._tally.told, self._held.add(told))
        else:
            yield told if "Disabled" in how else self._tally.told(told)  # the totals leave those out

    def _listed(self, name: str, how: str) -> Iterator[TestCase]:
        """A failure that only the list names, as when the lines of the tests were kept quiet."""
        told = case(name, _outcome(how), message=how)
        if told.id not in self._held and not self._held.full and self._totals and len(self._held) < self._totals[0]:
            yield from map(self._tally.told, self._held.add(told))

    def _close(self) -> Iterator[TestCase]:
        totals, self._totals, self._listing = self._totals, None, False
        for each in self._held.release():
            yield self._tally.told(each, PASSED if each.flaky else None)
        if totals is not None:
            failed, total = totals
            yield from self._tally.stated(((FAILED, ERROR), failed), ((PASSED, SKIPPED), total - failed))


def _outcome(how: str) -> str:
    """CTest's words for an end: in its lines, and in its list of failures."""
    if how.startswith("Passed"):
        return PASSED
    if "Skipped" in how or "Disabled" in how:
        return SKIPPED
    return FAILED if how.startswith("Failed") else ERROR
