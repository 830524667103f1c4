"""The output of R's testthat as its check, progress and summary reporters print it: failures by name, the rest counted.

A test of testthat is an expectation: one `test_that` holds several.
"""

import re
from collections.abc import Iterator

from workers.readers.lines import uncoloured
from workers.readers.paths import inside
from workers.readers.tally import Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "testthat"
ROOM = 5000  # failures that wait for their words and for the totals
_TOTAL = re.compile(
    r" {0,8}\[ FAIL (?P<fail>\d{1,7}) \| WARN \d{1,7} \| SKIP (?P<skip>\d{1,7}) \| PASS (?P<passed>\d{1,7}) \]\Z"
)
_BAD = re.compile(
    r" {0,8}(?:── )?(?:\d{1,5}\. )?(?P<what>Failure|Error|Skip) "
    r"\((?:'?(?P<file>[^\s:')]{1,200}):(?P<line>\d{1,7})[^)]{0,20}|[^)]{0,300})\)(?::|\.) (?P<name>\S.{0,400})\Z"
)
_SKIPPED = re.compile(
    r"\d{1,5}\. (?P<name>\S.{0,400}?) \('?(?P<file>[^\s:')]{1,200}):(?P<line>\d{1,7})[^)]{0,20}\) - (?P<why>.{0,300})\Z"
)
_DOTS = re.compile(r"[^\s:][^:]{0,200}: (?P<dots>[.A-Za-z1-9]{1,4000})\Z")
_SECTION = "══ "
_OUTCOMES = {"Failure": FAILED, "Error": ERROR, "Skip": SKIPPED}


class TestthatLog:
    """Reads the log of testthat."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._named: list[tuple[str, str, str | None, int, Words]] = []
        self._totals: dict[str, int] | None = None
        self._fresh = False  # the totals stand in the line before
        self._dots = 0
        self._words = Words()
        self._skips = False  # the summary reporter lists them under a heading

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text).rstrip()
        if self._fresh and text:
            # The check reporter prints its totals twice: before its sections, and after them.
            self._fresh = False
            if not text.lstrip().startswith(_SECTION):
                yield from self._close()
        if match := _TOTAL.match(text):
            self._totals = {key: int(value) for key, value in match.groupdict().items()}
            self._fresh, self._words = True, Words()
        elif match := _BAD.match(text.rstrip("─ ")):
            self._words = Words()
            if len(self._named) < ROOM:
                line = int(match["line"] or 0)
                self._named.append((match["what"], match["name"], inside(match["file"] or ""), line, self._words))
        elif text.startswith(_SECTION):
            self._words, self._skips = Words(), text.startswith("══ Skipped ═")
            if text.startswith("══ DONE"):
                yield from self._done()
        elif self._skips and (match := _SKIPPED.match(text)):
            self._words = Words()
            self._words.add(match["why"])
            if len(self._named) < ROOM:
                self._named.append(("Skip", match["name"], inside(match["file"]), int(match["line"]), self._words))
        elif not text.lstrip().startswith("──"):
            self._words.add(text.strip())
            if match := _DOTS.match(text):
                self._dots += match["dots"].count(".")

    def end(self) -> Iterator[TestCase]:
        yield from self._close()

    def _done(self) -> Iterator[TestCase]:
        """The summary reporter prints one dot per success, and no totals."""
        dots, self._dots = self._dots, 0
        yield from self._close()
        yield from self._tally.unnamed(PASSED, dots)

    def _close(self) -> Iterator[TestCase]:
        totals, self._totals = self._totals, None
        named, self._named = self._named, []
        for what, name, file, line, words in named:
            id_ = f"{file}::{name}" if file else name
            yield self._tally.told(case(id_, _OUTCOMES[what], message=words.take(), file=file, line=line or None))
        if totals is not None:
            self._dots = 0
            yield from self._tally.stated(
                ((FAILED, ERROR), totals["fail"]), ((SKIPPED,), totals["skip"]), ((PASSED,), totals["passed"])
            )
