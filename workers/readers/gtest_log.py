"""The console output of GoogleTest."""

import re
from collections.abc import Iterator

from workers.readers.lines import uncoloured
from workers.readers.tally import Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "gtest"
_RUN = re.compile(r"\[ RUN      \] (?P<name>\S{1,500})\Z")
_ENDED = re.compile(
    r"\[(?P<end>       OK |  FAILED  |  SKIPPED )\] (?P<name>[^\s,]{1,500})"
    r"(?:, where .{0,1000})? \((?P<ms>\d{1,9}) ms\)\Z"
)
_TOTAL = re.compile(r"\[  (?P<end>PASSED|FAILED|SKIPPED) {1,2}\] (?P<number>\d{1,7}) tests?(?:\.|, listed below:)\Z")
_ENDS = {"OK": PASSED, "PASSED": PASSED, "FAILED": FAILED, "SKIPPED": SKIPPED}


class GTestLog:
    """Reads the log of a program made with GoogleTest."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._running = ""
        self._words = Words()

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if "[" not in text:
            self._words.add(text)
        elif match := _RUN.search(text):
            yield from self._lost()
            self._running = match["name"]
        elif match := _ENDED.search(text):
            yield self._ended(match)
        elif match := _TOTAL.match(text):
            yield from self._lost()
            yield from self._tally.stated(((_ENDS[match["end"]],), int(match["number"])))
        elif not text.startswith("["):
            self._words.add(text)

    def end(self) -> Iterator[TestCase]:
        yield from self._lost()

    def _ended(self, match: re.Match[str]) -> TestCase:
        outcome = _ENDS[match["end"].strip()]
        words, self._running = self._words.take(), ""
        message = words if outcome != PASSED else ""
        return self._tally.told(case(_id(match["name"]), outcome, duration_s=int(match["ms"]) / 1000, message=message))

    def _lost(self) -> Iterator[TestCase]:
        """A test that began and did not end took its program along."""
        name, words, self._running = self._running, self._words.take(), ""
        if name:
            yield case(_id(name), ERROR, message=words or "it did not end")


def _id(name: str) -> str:
    """As in the JUnit file: suite and test."""
    suite, _, test = name.partition(".")
    return f"{suite}::{test}" if test else suite
