"""The log of Python's doctest, as `testmod(verbose=True)` prints it: failures by name, then sums.

Without `verbose` only failures are told, and nobody can know how many passed.
"""

import re
from collections.abc import Iterator

from workers.readers.example_block import ExampleBlocks
from workers.readers.lines import uncoloured
from workers.readers.tally import Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase

READER = "doctest"
# "35 passed and 0 failed." closes every module; since Python 3.13 it reads "35 passed.", with ", 2 skipped" perhaps.
_SUMMARY = re.compile(
    r"(?P<passed>\d{1,7}) passed(?: and (?P<and_failed>\d{1,7}) failed|(?:, | and )(?P<failed>\d{1,7}) failed)?"
    r"(?:(?:, | and )(?P<skipped>\d{1,7}) skipped)?\.\Z"
)
_TESTS = re.compile(r"\d{1,7} tests? in \d{1,7} items?\.\Z")
_ITEMS = re.compile(r"\d{1,7} items? (?:passed all tests|had failures):\Z")
_ITEM = re.compile(r" {1,9}(?P<passed>\d{1,7}) tests? in (?P<name>\S{1,300})\Z")
_FAILED_ITEM = re.compile(r" {1,9}(?P<failed>\d{1,7}) of +(?P<total>\d{1,7}) (?:tests? )?in (?P<name>\S{1,300})\Z")
_SHORT = re.compile(r"\*\*\*Test Failed\*\*\* (?P<failed>\d{1,7}) failures?(?: and \d{1,7} skipped tests?)?\.\Z")


class DoctestLog:
    """Reads the log of doctest."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._blocks = ExampleBlocks()
        self._after_tests = False  # the line before said how many tests there are
        self._stated = False
        self._items = False  # sums per docstring follow

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        self._items &= text.startswith(" ")
        after, self._after_tests = self._after_tests, bool(_TESTS.match(text))
        yield from map(self._tally.told, self._blocks.line(text))
        if after and (match := _SUMMARY.match(text)):
            self._stated = True
            self._blocks.forget()
            yield from self._tally.stated(
                ((FAILED, ERROR), int(match["and_failed"] or match["failed"] or 0)),
                ((SKIPPED,), int(match["skipped"] or 0)),
                ((PASSED,), int(match["passed"])),
            )
        elif _ITEMS.match(text):
            self._items = True
        elif self._items and (match := _ITEM.match(text)):
            yield from self._passed(int(match["passed"]), match["name"])
        elif self._items and (match := _FAILED_ITEM.match(text)):
            yield from self._passed(int(match["total"]) - int(match["failed"]), match["name"])
        elif match := _SHORT.match(text):
            if not self._stated:
                yield from self._tally.stated(((FAILED, ERROR), int(match["failed"])))
            self._stated = False
            self._blocks.forget()
        elif text.startswith("Trying"):
            self._stated = False

    def end(self) -> Iterator[TestCase]:
        yield from map(self._tally.told, self._blocks.end())

    def _passed(self, number: int, name: str) -> Iterator[TestCase]:
        yield from map(self._tally.told, self._tally.unnamed(PASSED, number, name))
