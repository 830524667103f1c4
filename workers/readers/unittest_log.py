"""The log of Python's unittest, with `-v` every test, without it the failures and how many tests ran."""

import re
from collections.abc import Iterator

from workers.readers.lines import uncoloured
from workers.readers.tally import Held, Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "unittest"
ROOM = 100_000  # names of failed tests
_RULE = "=" * 70
_HEAD = re.compile(
    r"(?P<name>[^\s()]{1,300}) \((?P<where>[^\s()]{1,500})\)"
    r"(?P<part> (?:\[.{1,300}\]|\(.{1,300}\)|\[.{1,300}\] \(.{1,300}\)))?\Z"
)
_END = re.compile(r"(?P<end>ok|FAIL|ERROR|expected failure|unexpected success|skipped .{0,500})\Z")
_BLOCK = re.compile(r"(?P<end>FAIL|ERROR|UNEXPECTED SUCCESS): (?P<head>\S.{0,1500})\Z")
_RAN = re.compile(r"Ran (?P<total>\d{1,7}) tests? in \d[\d.]{0,20}s\Z")
_VERDICT = re.compile(r"(?:OK|FAILED|NO TESTS RAN)(?: \((?P<details>[^()]{1,300})\))?\Z")
_DETAIL = re.compile(r"(?P<what>failures|errors|skipped|expected failures|unexpected successes)=(?P<number>\d{1,7})")
_ENDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ok": (PASSED, ()),
    "FAIL": (FAILED, ()),
    "ERROR": (ERROR, ()),
    "expected failure": (SKIPPED, ("expected failure",)),
    "unexpected success": (FAILED, ("unexpected pass",)),
    "UNEXPECTED SUCCESS": (FAILED, ("unexpected pass",)),
}
# What stands in a block of a failure, and is no test that was counted as run.
_FIXTURES = ("setUpClass", "tearDownClass", "setUpModule", "tearDownModule")


class UnittestLog:
    """Reads the log of `python -m unittest`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._held = Held()
        self._ran: int | None = None
        self._open = ""  # a test whose end was not told in its line
        self._block = ""  # the failure that is told of at length
        self._last = ""  # the last line of that block: the exception
        self._bad: set[str] = set()  # tests, not parts of tests, that are known to have failed
        self._named = False  # the log has a line for every test
        self._before = ""

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        before, self._before = self._before, text
        if self._ran is not None and (match := _VERDICT.match(text)):
            yield from self._close(match["details"] or "")
        elif match := _RAN.match(text):
            self._end_block()
            self._ran = int(match["total"])
        elif before == _RULE and (match := _BLOCK.match(text)):
            self._end_block()
            yield from self._begin_block(match["head"], match["end"])
        elif self._block:
            self._hear(text)
        elif " ... " in text:
            yield from self._verbose(text, before)
        elif self._open and (match := _END.match(text)):
            yield from self._ended(self._open, text)

    def end(self) -> Iterator[TestCase]:
        """Of a run that was stopped before its totals, the failures that were told."""
        self._end_block()
        yield from map(self._tally.told, self._held.release())

    def _verbose(self, text: str, before: str) -> Iterator[TestCase]:
        """`name (where) ... end`, or the first line of its documentation in place of the name, which stands before."""
        head, _, end = text.partition(" ... ")
        id_ = _id(head.strip()) or _id(before.strip())
        if not id_:
            return
        if _END.match(end):
            yield from self._ended(id_, end)
        else:
            self._open = id_

    def _ended(self, id_: str, end: str) -> Iterator[TestCase]:
        self._open, self._named = "", True
        why = end.removeprefix("skipped").strip(" '\"") if end.startswith("skipped") else ""
        outcome, tags = _ENDS.get(end, (SKIPPED, ()))
        told = case(id_, outcome, message=why, tags=tags)
        if told.outcome in (FAILED, ERROR):
            yield from map(self._tally.told, self._held.add(told))
        else:
            yield self._tally.told(told)

    def _begin_block(self, head: str, end: str) -> Iterator[TestCase]:
        self._open = ""
        id_ = _id(head) or case(head, FAILED).id
        outcome, tags = _ENDS[end]
        self._block, self._last = id_, ""
        test = id_.partition(" ")[0]
        if not test.endswith(_FIXTURES) and end != "UNEXPECTED SUCCESS" and len(self._bad) < ROOM:
            self._bad.add(test)
        if not self._named:
            yield from map(self._tally.told, self._held.add(case(id_, outcome, tags=tags)))

    def _hear(self, text: str) -> None:
        if text.strip() and not text.startswith(("-----", "=====", " ")):
            self._last = text

    def _end_block(self) -> None:
        if self._block:
            self._held.say(self._block, self._last)
        self._block = ""

    def _close(self, details: str) -> Iterator[TestCase]:
        """Parts of tests fail on their own account, so the tests that passed are those that nothing is told of."""
        total, self._ran = self._ran or 0, None
        said = {match["what"]: int(match["number"]) for match in _DETAIL.finditer(details)}
        surprises = said.get("unexpected successes", 0)
        failed, errors = said.get("failures", 0), said.get("errors", 0)
        skipped = said.get("skipped", 0) + said.get("expected failures", 0)
        bad = min(len(self._bad), failed + errors) if self._bad else failed + errors
        passed = max(0, total - bad - surprises - skipped)
        self._bad, self._named = set(), False
        yield from map(self._tally.told, self._held.release())
        yield from self._tally.stated(
            ((FAILED,), failed + surprises), ((ERROR,), errors), ((SKIPPED,), skipped), ((PASSED,), passed)
        )


def _id(head: str) -> str:
    """The dotted name, and the part of the test that it speaks of; empty when the words name no test.

    Python 3.11 and later repeat the method in the brackets, earlier ones do not.
    """
    match = _HEAD.match(head)
    if match is None:
        return ""
    name, where = match["name"], match["where"]
    dotted = where if where.endswith(f".{name}") else f"{where}.{name}"
    return case(dotted + (match["part"] or ""), PASSED).id
