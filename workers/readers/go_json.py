"""What `go test -json` writes: one event a line, mixed with words about packages that could not be built."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from workers.errors import ResultError
from workers.readers.lines import lines
from workers.readers.tally import Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "go"
MAX_RUNNING = 10_000  # tests that have begun and not ended
_ENDS = {"pass": PASSED, "fail": FAILED, "skip": SKIPPED}
_UNBUILT = re.compile(r"FAIL\t(?P<package>\S{1,400}) \[(?:build|setup) failed\]")
_FRAME = ("=== ", "--- ", "    --- ")


class _Events:
    """Follows the tests that run, each with its first words."""

    def __init__(self) -> None:
        self.seen = False
        self._running: dict[tuple[str, str], Words] = {}
        self._bad: set[str] = set()  # packages of which a test is known to have failed

    def event(self, event: dict[str, Any]) -> Iterator[TestCase]:
        action, package, test = (event.get(key, "") for key in ("Action", "Package", "Test"))
        if not isinstance(action, str) or not isinstance(package, str) or not isinstance(test, str):
            return
        self.seen |= bool(action and package)
        key = (package, test)
        if test and action == "run" and len(self._running) < MAX_RUNNING:
            self._running[key] = Words()
        elif action == "output" and key in self._running:
            words = str(event.get("Output", ""))
            if not words.startswith(_FRAME):
                self._running[key].add(words)
        elif action in _ENDS and test:
            yield self._ended(key, _ENDS[action], event.get("Elapsed"))
        elif action in ("fail", "pass") and package:
            yield from self.package_ended(package, action == "fail", event.get("Elapsed"))

    def _ended(self, key: tuple[str, str], outcome: str, seconds: object) -> TestCase:
        words = self._running.pop(key, Words()).take()
        if outcome == FAILED and len(self._bad) < MAX_RUNNING:
            self._bad.add(key[0])
        return case("::".join(key), outcome, duration_s=seconds, message=words if outcome != PASSED else "")

    def package_ended(self, package: str, failed: bool, seconds: object = None) -> Iterator[TestCase]:
        """Tests that never ended are errors; so is a package that failed although none of its tests did.

        The end of a test that printed no newline is lost as an event, and stands among its words.
        """
        lost = [key for key in self._running if key[0] == package]
        for key in lost:
            words = self._running.pop(key).take()
            outcome = PASSED if not failed or f"--- PASS: {key[1]} (" in words else ERROR
            message = words or "it did not end"
            yield case("::".join(key), outcome, message=message if outcome != PASSED else "")
        if failed and not lost and package not in self._bad:
            yield case(package, ERROR, duration_s=seconds, message="the package failed, none of its tests did")
        self._bad.discard(package)

    def end(self) -> Iterator[TestCase]:
        for key in list(self._running):
            yield case("::".join(key), ERROR, message=self._running.pop(key).take() or "it did not end")


def read(stream: BinaryIO) -> Iterator[TestCase]:
    """Every test and subtest. Raises ResultError when no line of the file is an event."""
    events = _Events()
    for line in lines(stream):
        if line.startswith("{"):
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(event, dict):
                yield from events.event(event)
        elif match := _UNBUILT.match(line):
            yield case(match["package"], ERROR, message="the package could not be built")
    yield from events.end()
    if not events.seen:
        raise ResultError("the file holds no events of `go test -json`")
