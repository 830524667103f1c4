"""The tables of Julia's `Test`: totals of nested test sets, and before them what failed.

The row of a set includes the sets in it; sets in which all passed are shown only when their parent failed.
"""

import re
from collections.abc import Iterator

import attrs

from workers.readers.lines import indent, uncoloured
from workers.readers.paths import inside
from workers.readers.tally import Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "julia"
ROOM = 5000  # failures that wait for the table
MAX_LEVELS = 32
_HEAD = re.compile(r"Test Summary: *\|(?: +(?:Pass|Fail|Error|Broken|Total|Time))*\Z")
_COLUMN = re.compile(r"[A-Z][a-z]+")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,3}s|m\d{1,2}\.\d{1,3}s)?|No tests")
_REPORT = re.compile(
    r"(?:(?P<set>\S.{0,300}): )?(?P<what>Test Failed|Error During Test) at (?P<file>\S.{0,300}):(?P<line>\d{1,7})\Z"
)
_EXPRESSION = re.compile(r"  Expression: (?P<source>.{1,500})\Z")
_OUTCOMES = {"Fail": FAILED, "Error": ERROR, "Broken": SKIPPED, "Pass": PASSED}


@attrs.define
class _Report:
    """What was told of a failure when it happened."""

    outcome: str
    file: str
    line: int
    source: str = "(outside of a test)"
    words: Words = attrs.field(factory=Words)


@attrs.define
class _Set:
    """A row of the table; `inner` sums up the rows below it."""

    level: int
    path: tuple[str, ...]
    counts: dict[str, int]
    inner: dict[str, int] = attrs.field(factory=dict)


class JuliaLog:
    """Reads the log of a Julia test script."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._reports: dict[str, list[_Report]] = {}  # by the name of their set
        self._number = 0
        self._report: _Report | None = None
        self._columns: dict[int, str] | None = None  # the right edge of each, from the bar
        self._open: list[_Set] = []

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text).rstrip()
        if text.startswith("Test Summary:") and _HEAD.match(text):
            yield from self._end_table()
            bar = text.rindex("|")
            self._columns = {match.end() - bar: match[0] for match in _COLUMN.finditer(text, bar)}
            self._report = None
        elif self._columns is not None and "|" in text:
            yield from self._row(text)
        else:
            yield from self._end_table()
            self._hear(text)

    def end(self) -> Iterator[TestCase]:
        """Failures whose table never came are told all the same."""
        yield from self._end_table()
        for name in list(self._reports):
            while reports := self._reports.get(name):
                yield self._told((name,) if name else (), reports.pop(0))
        self._reports.clear()

    def _hear(self, text: str) -> None:
        if match := _REPORT.match(text):
            outcome = FAILED if match["what"] == "Test Failed" else ERROR
            self._report = _Report(outcome, match["file"], int(match["line"]))
            if self._number < ROOM:
                self._number += 1
                self._reports.setdefault(match["set"] or "", []).append(self._report)
        elif self._report is not None:
            if match := _EXPRESSION.match(text):
                self._report.source = match["source"]
            self._report.words.add(text)

    def _row(self, text: str) -> Iterator[TestCase]:
        bar = text.rindex("|")
        level = min(indent(text) // 2, MAX_LEVELS)
        yield from self._close_to(level)
        counts = {}
        for match in _NUMBER.finditer(text, bar):
            column = (self._columns or {}).get(match.end() - bar)
            if column in _OUTCOMES and match[0].isdigit():
                counts[column] = int(match[0])
        path = (*(self._open[-1].path if self._open else ()), text[:bar].strip() or "test set")
        self._open.append(_Set(level, path, counts))

    def _close_to(self, level: int) -> Iterator[TestCase]:
        """Sets at this level or deeper are complete: what their inner sets do not explain is their own."""
        while self._open and self._open[-1].level >= level:
            over = self._open.pop()
            for column, outcome in _OUTCOMES.items():
                own = over.counts.get(column, 0) - over.inner.get(column, 0)
                yield from self._own(over.path, outcome, own)
                if self._open:
                    inner = self._open[-1].inner
                    inner[column] = inner.get(column, 0) + over.counts.get(column, 0)

    def _own(self, path: tuple[str, ...], outcome: str, number: int) -> Iterator[TestCase]:
        reports = self._reports.get(path[-1], [])
        known = [report for report in reports if report.outcome == outcome][: max(0, number)]
        for report in known:
            reports.remove(report)
            yield self._told(path, report)
        for each in self._tally.unnamed(outcome, number - len(known), " > ".join(path)):
            yield attrs.evolve(each, tags=(*each.tags, "expected failure")) if outcome == SKIPPED else each

    def _told(self, path: tuple[str, ...], report: _Report) -> TestCase:
        id_ = "::".join((" > ".join(path), report.source)) if path else report.source
        return case(id_, report.outcome, message=report.words.take(), file=inside(report.file), line=report.line)

    def _end_table(self) -> Iterator[TestCase]:
        if self._columns is not None:
            yield from self._close_to(0)
            self._columns = None
            self._reports.clear()
            self._number = 0
