"""JUnit XML, as pytest, GoogleTest, CTest, Catch2, testthat, Surefire, node, nextest and many others write it.

Every case counts once, wherever it stands. The totals a file states about itself are not believed.
"""

from collections.abc import Iterator
from typing import BinaryIO

import attrs

from workers.errors import ResultError
from workers.readers.lines import number
from workers.readers.paths import inside
from workers.readers.tally import FLAKY
from workers.readers.test_case import ERROR, FAILED, MAX_RETRIES, PASSED, SKIPPED, TestCase, case
from workers.readers.xml_stream import Attributes, Collector, collect

READER = "junit"
MAX_DEPTH = 64  # nested suites that are told apart
MAX_PARTS = 1000  # subtests of one case
_TEXT = 4000  # characters of a failure's text that are looked at
_SUITES = ("testsuites", "testsuite")
_ENDS = {"error": ERROR, "failure": FAILED, "skipped": SKIPPED, "skip": SKIPPED}
_AGAIN = ("rerunFailure", "rerunError")  # it failed, and failed again
_FLAKY = ("flakyFailure", "flakyError")  # it failed, and passed in the end
# Where a runner says the same of every test, it says nothing.
_NO_CLASS = ("", "test")
# CTest calls a test that it could not start `notrun`, like one that wished to be skipped, and counts it as failed.
_WISHED = ("SKIP_", "Disabled")


def read(stream: BinaryIO) -> Iterator[TestCase]:
    """The cases of the file, one after the other. Raises ResultError when it is no acceptable JUnit XML."""
    collector = _Cases()
    yield from collect(stream, collector, "the JUnit file")
    yield from collector.rest()
    if not collector.begun:
        raise ResultError("the JUnit file is empty")


@attrs.define
class _Case:
    """A case that is being read: what its element says, and the child that told most."""

    id: str
    attributes: dict[str, str]
    end: str | None = None
    message: str = ""
    words: list[str] = attrs.field(factory=list)
    known: bool = False  # the project said before that it does not pass
    again: int = 0
    flaky: int = 0
    failures: int = 0


class _Cases(Collector[TestCase]):
    """Turns events into cases; keeps the suites around the one it reads, and the last case of pytest."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = False
        self._suites: list[str] = []
        self._deeper = 0  # suites beyond MAX_DEPTH
        self._case: _Case | None = None
        self._child: str | None = None
        self._size = 0
        self._pytest = False
        self._last: TestCase | None = None

    def begin(self, name: str, attributes: Attributes) -> None:
        if not self.begun:
            self._root(name, attributes)
        if name in _SUITES:
            self._open_suite(name, attributes)
        elif name == "testcase":
            self._close_case()
            self._case = self._open_case(attributes)
        elif name in _ENDS or name in _AGAIN or name in _FLAKY:
            self._open_child(name, attributes)

    def finish(self, name: str) -> None:
        if name in _SUITES:
            if self._deeper:
                self._deeper -= 1
            elif self._suites:
                self._suites.pop()
        elif name == "testcase":
            self._close_case()
        elif name == self._child:
            self._child = None

    def text(self, content: str) -> None:
        if self._child is not None and self._case is not None and self._size < _TEXT:
            self._case.words.append(content)
            self._size += len(content)

    def rest(self) -> Iterator[TestCase]:
        """The case that waited for a second word on itself."""
        if self._last is not None:
            yield self._last

    def _root(self, name: str, attributes: Attributes) -> None:
        if name not in _SUITES:
            raise ResultError(f"the JUnit file begins with <{name[:40]}>, not with <testsuites>")
        self.begun = True
        self._pytest = attributes.get("name", "") == "pytest tests"

    def _open_suite(self, name: str, attributes: Attributes) -> None:
        if len(self._suites) >= MAX_DEPTH:
            self._deeper += 1
            return
        title = attributes.get("name", "")[:300] if name == "testsuite" else ""
        self._pytest |= title == "pytest"
        self._suites.append(title)

    def _open_case(self, attributes: Attributes) -> _Case:
        words = {key: attributes.get(key, "") for key in ("time", "status", "result", "file", "line", "failure")}
        return _Case(self._identity(attributes), words)

    def _identity(self, attributes: Attributes) -> str:
        """Class and name; where the class says nothing, the file or the suites around it, and the name."""
        name, scope = attributes.get("name", ""), attributes.get("classname", "")
        if scope in _NO_CLASS:
            suites = [suite for suite in self._suites[1:] if suite and not self._pytest]
            file = attributes.get("file", "")[:1000].rpartition("/")[2]
            scope = " > ".join([file, *suites] if file else suites)
        return "::".join(part for part in (scope if scope != name else "", name) if part)

    def _open_child(self, name: str, attributes: Attributes) -> None:
        current = self._case
        if current is None:
            if _ENDS.get(name) in (ERROR, FAILED):  # of a suite: what it needed could not be made
                place = " > ".join(suite for suite in self._suites if suite)
                self.found.append(case(f"{place}::(suite)", ERROR, message=attributes.get("message", "")))
            return
        message = attributes.get("message", "")
        current.again += name in _AGAIN
        current.flaky += name in _FLAKY
        current.failures += _ENDS.get(name) == FAILED
        current.known |= _ENDS.get(name) == SKIPPED and _expected(attributes.get("type", ""), message)
        if _rank(_ENDS.get(name)) > _rank(current.end):
            current.end, current.message, current.words = _ENDS[name], message, []
            self._child, self._size = name, 0

    def _close_case(self) -> None:
        if self._case is None:
            return
        told, failures = _told(self._case), self._case.failures
        self._case, self._child = None, None
        if not self._pytest:
            self.found.append(told)
            return
        for count in range(2, min(failures, MAX_PARTS) + 1):  # subtests, of which pytest counts each
            self.found.append(attrs.evolve(told, id=case(f"{told.id} (failure {count})", FAILED).id))
        last, self._last = self._last, told
        if last is not None and last.id == told.id and last.outcome == PASSED:
            self._last = _second(told)
        elif last is not None:
            self.found.append(last)


def _second(told: TestCase) -> TestCase:
    """pytest writes an attempt that failed and was repeated as a case without an end, before the one that counts."""
    if told.outcome != PASSED:
        return told
    return attrs.evolve(told, outcome=FAILED, retries=(PASSED,), tags=(FLAKY,))


def _told(read: _Case) -> TestCase:
    said = read.attributes
    end = read.end or _end_by_status(said["status"], said["result"], said["failure"])
    if end == SKIPPED and said["status"] == "notrun" and read.message and not read.message.startswith(_WISHED):
        end = ERROR
    if read.known and end != ERROR:
        end = SKIPPED
    tags, retries = _attempts(read)
    if read.flaky and read.end is None:
        end = FAILED
    return case(
        read.id,
        end,
        duration_s=number(said["time"][:30]),
        message=read.message or "".join(read.words).strip() if end != PASSED else "",
        file=inside(said["file"]),
        line=int(said["line"]) if said["line"].isdecimal() and len(said["line"]) < 9 else None,
        tags=tags + (("expected failure",) if read.known else ()),
        retries=retries,
    )


def _attempts(read: _Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tags, and how the test ended when it was run again."""
    if read.flaky:
        return (FLAKY,), (FAILED,) * min(read.flaky - 1, MAX_RETRIES - 1) + (PASSED,)
    return (("rerun",), (FAILED,) * min(read.again, MAX_RETRIES)) if read.again else ((), ())


def _end_by_status(status: str, result: str, failure: str) -> str:
    """For a case without children: CTest and GoogleTest say it in attributes."""
    if status in ("disabled", "notrun") or result in ("suppressed", "skipped"):
        return SKIPPED
    return FAILED if status == "fail" or failure else PASSED


def _rank(end: str | None) -> int:
    return {None: 0, SKIPPED: 1, FAILED: 2, ERROR: 3}[end]


def _expected(kind: str, message: str) -> bool:
    """node says it of `todo`, pytest of `xfail`, Catch2 of tests that may fail."""
    return kind in ("todo", "pytest.xfail") or "tagged with !" in message
