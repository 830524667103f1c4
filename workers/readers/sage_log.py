"""The plain log of `sage -t`: failing examples with place and source, totals per file, files that were stopped.

Examples that passed are counted per file. Equal examples of one docstring are told apart by their order.
"""

import re
from collections.abc import Iterator

from workers.readers.example_block import ExampleBlocks
from workers.readers.lines import uncoloured
from workers.readers.paths import inside
from workers.readers.tally import Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, TestCase, case

READER = "sage"
_HEAD = "sage -t "
_TOTAL = re.compile(
    r" {4}\[(?P<tests>\d{1,7}) tests?(?:, (?P<failed>\d{1,7}) failures?)?, \d{1,7}\.\d{1,4} ?s(?: wall)?\]\Z"
)
_STOPPED = re.compile(
    r" {4}(?P<how>Timed out|Bad exit: |Killed due to |Error in doctesting framework|Unknown format|NameError).{0,200}\Z"
)
_RAN = re.compile(r"sage: (?P<source>\S.{0,1000}?) ## line (?P<line>\d{1,7}) ##\Z")
_KILLED = re.compile(r"Killing test (?P<file>\S{1,400})\Z")
_INTERRUPTED = re.compile(r"Doctests interrupted: (?P<done>\d{1,7})/(?P<all>\d{1,7}) files tested\Z")


class SageLog:
    """Reads the log of `sage -t`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._blocks = ExampleBlocks()
        self._file = ""
        self._stopped = ""  # how the file was stopped
        self._last = ""  # the example that ran when it was
        self._at: int | None = None

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if text.startswith(_HEAD):
            yield from self._close()
            file = text[len(_HEAD) :].partition("  #")[0].rpartition(" ")[2]  # options stand before it
            self._file = self._blocks.scope = inside(file) or file
        elif match := _INTERRUPTED.match(text):
            yield from self._close()
            yield case("sage -t", ERROR, message=text)
        elif match := _KILLED.match(text):
            yield from self._close()
            yield self._tally.told(case(match["file"], ERROR, message="it was stopped before its end"))
        elif self._file:
            yield from self._inside(text)

    def end(self) -> Iterator[TestCase]:
        yield from self._close()

    def _inside(self, text: str) -> Iterator[TestCase]:
        yield from map(self._tally.told, self._blocks.line(text))
        if match := _TOTAL.match(text):
            yield from map(self._tally.told, self._blocks.end())
            yield from self._total(int(match["tests"]), int(match["failed"] or 0))
        elif match := _STOPPED.match(text):
            self._stopped = text.strip()
        elif self._stopped and (match := _RAN.match(text)):
            self._last, self._at = match["source"], int(match["line"])
        elif text.startswith("----------"):
            yield from self._close()

    def _total(self, tests: int, failed: int) -> Iterator[TestCase]:
        """The numbers hold for this file alone, so a failure that was told in another one is no part of them."""
        yield from self._tally.stated(((FAILED, ERROR), failed), scope=self._file)
        yield from self._tally.unnamed(PASSED, tests - failed, self._file)
        self._tally.forget()

    def _close(self) -> Iterator[TestCase]:
        """The end of what is told of a file; one that was stopped is an error of its own."""
        yield from map(self._tally.told, self._blocks.end())
        if self._stopped:
            words = f"{self._stopped}, at: {self._last}" if self._last else self._stopped
            yield case(self._file, ERROR, message=words, file=inside(self._file), line=self._at)
        self._file = self._blocks.scope = self._stopped = self._last = ""
        self._at = None
        self._blocks.forget()
        self._tally.forget()
