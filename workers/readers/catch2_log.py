"""The console output of Catch2, versions 2 and 3: it names the test cases that failed, and counts the others."""

import re
from collections.abc import Iterator

from workers.readers.lines import uncoloured
from workers.readers.tally import Tally, Words
from workers.readers.test_case import FAILED, MESSAGE_LIMIT, PASSED, SKIPPED, TestCase, case

READER = "catch2"
ROOM = 5000  # names of failures
_RULE = re.compile(r"-{79}\Z")
_BAD = re.compile(r".{1,400}:\d{1,7}: (?P<how>FAILED|SKIPPED):?\Z")
_ALL = re.compile(r"All tests passed \(\d{1,9} assertions? in (?P<number>\d{1,7}) test cases?\)\Z")
_TOTAL = re.compile(r"test cases: {1,9}(?P<total>\d{1,7}) (?P<rest>\|.{1,200})\Z")
_PART = re.compile(r"\| {1,9}(?P<number>\d{1,7}) (?P<what>passed|failed as expected|failed|skipped)")


class Catch2Log:
    """Reads the log of a program made with Catch2."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._head: str | None = None  # the test case that a frame names
        self._in_frame = False
        self._bad: dict[str, Words] = {}  # since the last total
        self._skipped: dict[str, Words] = {}
        self._words = Words()  # of the failure that is being told

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if _RULE.match(text):
            self._in_frame = not self._in_frame
            self._head = None if self._in_frame else self._head
            self._words = Words()
        elif self._in_frame:
            if self._head is None and text and not text.startswith(" "):
                self._head = text[:400]
        elif self._head is not None and (match := _BAD.match(text)):
            self._begin(match["how"])
        elif match := _ALL.match(text):
            yield from self._close({"passed": int(match["number"])})
        elif text.startswith("test cases:") and (match := _TOTAL.match(text)):
            yield from self._close({part["what"]: int(part["number"]) for part in _PART.finditer(match["rest"])})
        elif text and not text.startswith(("...", "===")):
            self._words.add(text)

    def end(self) -> Iterator[TestCase]:
        """Of a program that ended before its totals, the failures are known."""
        for name, words in self._bad.items():
            yield case(name, FAILED, message=words.take())
        for name, words in self._skipped.items():
            yield case(name, SKIPPED, message=words.take())

    def _begin(self, how: str) -> None:
        names = self._skipped if how == "SKIPPED" else self._bad
        name = self._head or ""
        if name not in names and len(names) < ROOM:
            names[name] = Words()
        self._words = names.get(name, Words())

    def _close(self, totals: dict[str, int]) -> Iterator[TestCase]:
        bad, skipped = self._bad, self._skipped
        self._bad, self._skipped, self._head, self._words = {}, {}, None, Words()
        expected = totals.get("failed as expected", 0)
        failed = totals.get("failed", 0)
        if expected and len(bad) > failed:
            # The log does not tell which of the failures were expected: none of the names can be relied on.
            message = ("failed, some of them as expected: " + ", ".join(bad))[:MESSAGE_LIMIT]
            for each in self._tally.unnamed(FAILED, failed):
                yield case(each.id, FAILED, message=message, tags=each.tags)
        else:
            for name, words in bad.items():
                yield self._tally.told(case(name, FAILED, message=words.take()))
            yield from self._tally.stated(((FAILED,), failed))
        for name, words in skipped.items():
            yield self._tally.told(case(name, SKIPPED, message=words.take()))
        yield from self._tally.stated(
            ((SKIPPED,), totals.get("skipped", 0) + expected), ((PASSED,), totals.get("passed", 0))
        )
