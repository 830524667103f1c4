"""The output of test-drive, a test framework for Fortran."""

import re
from collections.abc import Iterator

import attrs

from workers.readers.lines import uncoloured
from workers.readers.tally import Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "test-drive"
ROOM = 1000  # tests that run at the same time
_SUITE = re.compile(r"# Testing: (?P<name>\S.{0,200})\Z")
_BEGIN = re.compile(r" {1,4}Starting (?P<name>\S.{0,300}) \.\.\. \(\d{1,6}/\d{1,6}\)\Z")
_END = re.compile(
    r" {4,9}\.\.\. (?P<name>\S.{0,300}) \[(?P<end>PASSED|FAILED|EXPECTED FAIL|UNEXPECTED PASS|SKIPPED)\]\Z"
)
_ENDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PASSED": (PASSED, ()),
    "FAILED": (FAILED, ()),
    "EXPECTED FAIL": (PASSED, ("expected failure",)),  # the project asks for it, and counts it as a success
    "UNEXPECTED PASS": (FAILED, ("unexpected pass",)),
    "SKIPPED": (SKIPPED, ()),
}


class TestDriveLog:
    """Reads the log of a program made with test-drive."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    def __init__(self) -> None:
        self._suite = ""
        self._running: dict[str, None] = {}
        self._ended: TestCase | None = None  # waits for what it says
        self._words = Words()

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if match := _SUITE.match(text):
            yield from self._lost()
            self._suite = match["name"]
        elif match := _BEGIN.match(text):
            yield from self._release()
            if len(self._running) < ROOM:
                self._running[match["name"]] = None
        elif (match := _END.match(text)) and match["name"] in self._running:
            yield from self._release()
            del self._running[match["name"]]
            outcome, tags = _ENDS[match["end"]]
            self._ended = case(self._id(match["name"]), outcome, tags=tags)
        elif self._ended is not None and text.startswith("  "):
            self._words.add(text.strip().removeprefix("Message: "))
        else:
            yield from self._release()

    def end(self) -> Iterator[TestCase]:
        yield from self._lost()

    def _release(self) -> Iterator[TestCase]:
        ended, self._ended, words = self._ended, None, self._words.take()
        if ended is not None:
            yield (
                ended
                if ended.outcome == PASSED
                else attrs.evolve(ended, message=case("", FAILED, message=words).message)
            )

    def _lost(self) -> Iterator[TestCase]:
        """A test that began and did not end took the program along."""
        yield from self._release()
        for name in self._running:
            yield case(self._id(name), ERROR, message="it did not end")
        self._running.clear()

    def _id(self, name: str) -> str:
        return f"{self._suite}::{name}" if self._suite else name
