"""The output of `go test`, with `-v` every test, without it the failures and one line per package.

The name of a package comes after its tests, so they wait for it.
"""

import re
from collections.abc import Iterator

import attrs

from workers.readers.lines import indent, number, uncoloured
from workers.readers.tally import Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "go"
ROOM = 20_000  # tests of one package that wait for its name
_BLANKS = 4  # before what a test says
_RUN = re.compile(r"=== (?P<what>RUN|CONT|NAME) +(?P<name>\S{1,500})\Z")
_ENDED = re.compile(r"--- (?P<end>PASS|FAIL|SKIP): (?P<name>\S{1,500}) \((?P<seconds>\d{1,7}\.\d\d)s\)\Z")
_OK = re.compile(r"ok  \t(?P<package>[^\s\[]{1,400})\t(?:(?P<seconds>\d{1,7}\.\d{1,4})s|\(cached\))(?P<rest>.*)\Z")
_FAIL = re.compile(
    r"FAIL\t(?P<package>\S{1,400})(?:\t(?P<seconds>\d{1,7}\.\d{1,4})s| \[(?P<why>[a-z ]{1,40}) failed\])\Z"
)
_ENDS = {"PASS": PASSED, "FAIL": FAILED, "SKIP": SKIPPED}


class GoLog:
    """Reads the log of `go test`."""

    def __init__(self) -> None:
        self._cases: list[TestCase] = []
        self._running: dict[str, Words] = {}
        self._verbose = False
        self._words = Words()  # of the test that was named last
        self._panic = ""

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if match := _RUN.match(text):
            self._run(match)
        elif "--- " in text and (match := _ENDED.search(text)):
            yield from self._test(match)
        elif text.startswith("ok  \t") and (match := _OK.match(text)):
            yield from self._package(match, failed=False)
        elif text.startswith("FAIL\t") and (match := _FAIL.match(text)):
            yield from self._package(match, failed=True)
        elif text.startswith("panic: ") and not self._panic:
            self._panic = text[:300]
        elif indent(text) >= _BLANKS:
            self._words.add(text.strip())

    def end(self) -> Iterator[TestCase]:
        if self._cases:  # what only looks like the beginning of a test is none
            yield from self._lost("")
        yield from self._release("")

    def _run(self, match: re.Match[str]) -> None:
        self._verbose = True
        if match["what"] == "RUN" and len(self._running) < ROOM:
            self._running[match["name"]] = Words()
        self._words = self._running.get(match["name"]) or Words()

    def _test(self, match: re.Match[str]) -> Iterator[TestCase]:
        """With `-v` the words of a test come before its end, else they follow it."""
        outcome, name = _ENDS[match["end"]], match["name"]
        words = self._running.pop(name, Words())
        self._say()
        self._words = Words()
        message = words.take() if outcome != PASSED else ""
        self._cases.append(case(name, outcome, duration_s=number(match["seconds"]), message=message))
        if len(self._cases) > ROOM:
            yield from self._release("")

    def _say(self) -> None:
        if not self._verbose and self._cases and self._cases[-1].bad and (words := self._words.take()):
            self._cases[-1] = attrs.evolve(self._cases[-1], message=case("", FAILED, message=words).message)

    def _package(self, match: re.Match[str], failed: bool) -> Iterator[TestCase]:
        self._say()
        package, seconds = match["package"], number(match["seconds"])
        bad = any(each.outcome == FAILED for each in self._cases) or self._running
        if failed and not bad:
            why = match["why"]
            message = f"{why} failed" if why else self._panic or "the package failed, none of its tests did"
            self._cases.append(case("", ERROR, duration_s=seconds, message=message))
        elif not failed and not self._cases and "[no tests to run]" not in match["rest"]:
            self._cases.append(case("", PASSED, duration_s=seconds))  # without `-v` a package is all that is told of
        yield from self._lost(package)
        yield from self._release(package)
        self._panic = ""

    def _lost(self, package: str) -> Iterator[TestCase]:
        for name in self._running:
            yield case(_id(package, name), ERROR, message=self._panic or "it did not end")
        self._running.clear()

    def _release(self, package: str) -> Iterator[TestCase]:
        cases, self._cases = self._cases, []
        for each in cases:
            yield attrs.evolve(each, id=_id(package, "" if each.id == _WHOLE else each.id))


_WHOLE = case("", PASSED).id


def _id(package: str, name: str) -> str:
    return case("::".join(part for part in (package, name) if part), PASSED).id
