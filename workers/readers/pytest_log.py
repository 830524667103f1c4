"""pytest's terminal output, with `-v` every test, without it the failures and the totals; with xdist, and `-q`.

Names are those of pytest's JUnit file, so that a log and a report speak of the same tests.
"""

import re
from collections.abc import Iterator

import attrs

from workers.readers.lines import uncoloured
from workers.readers.tally import FLAKY, Held, Tally
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "pytest"
ROOM = 20_000  # tests that were run again
_PROGRESS = re.compile(r"\[ {0,9}(?:\d{1,3}%|\d{1,7}/\d{1,7})\]\Z")
_END = re.compile(r" (?P<end>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN)(?= \(|\Z)")
_XDIST = re.compile(
    r"\[gw\d{1,4}\] (?:\[ {0,9}(?:\d{1,3}%|\d{1,7}/\d{1,7})\] )?"
    r"(?P<end>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN) (?P<id>\S.{0,2000})\Z"
)
_LISTED = re.compile(r"(?P<end>FAILED|ERROR) (?P<rest>\S.{0,3000})\Z")
_PART_LISTED = re.compile(r"SUBFAILED(?P<part>[\[(].{0,500}?[\])])? (?P<rest>[^\s(].{0,3000})\Z")
_DIED = " Fatal Python error: "
_TOTAL = re.compile(r"(?:=+ )?(?P<parts>\d[\w ,]{1,400}) in \d[\d.]{0,12}s(?: \([\d:, a-z]{1,30}\))?(?: =+)?\Z")
_PART = re.compile(
    r"(?P<number>\d{1,7}) (?P<what>passed|failed|errors?|skipped|xfailed|xpassed|deselected|rerun|warnings?"
    r"|subtests passed|subtests failed)\Z"
)
_SECTION = re.compile(r"=+ (?P<name>[a-z ]{1,60}) =+\Z")
_ENDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PASSED": (PASSED, ()),
    "FAILED": (FAILED, ()),
    "ERROR": (ERROR, ()),
    "SKIPPED": (SKIPPED, ()),
    "XFAIL": (SKIPPED, ("expected failure",)),
    "XPASS": (PASSED, ("unexpected pass",)),
}


class PytestLog:
    """Reads the log of pytest."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._held = Held()
        self._again: set[str] = set()  # ran, failed, and will run again
        self._listing = False  # the summary of the failures
        self._named = False  # the log has a line for every test

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text).rstrip()
        if text.startswith("=") and (match := _SECTION.match(text)):
            self._listing = match["name"] == "short test summary info"
            if match["name"] == "test session starts":
                yield from self._release()
        elif " in " in text and (totals := _totals(text)):
            yield from self._close(totals)
        elif self._listing:
            yield from self._listed(text)
        elif "::" in text:
            yield from self._verbose(text)

    def end(self) -> Iterator[TestCase]:
        yield from self._release()

    def _verbose(self, text: str) -> Iterator[TestCase]:
        if match := _XDIST.match(text):
            yield from self._ended(match["id"], match["end"])
        elif text.startswith((" ", "E ", ">", "#")):
            return
        elif _names_a_test(text):
            node, died, why = text.partition(_DIED)
            last = text.rfind("[")
            body = text[:last].rstrip() if _PROGRESS.match(text[last:]) else text
            if died:
                yield from self._release()
                yield self._tally.told(case(_id(node), ERROR, message=why))
            elif match := _END.search(body, body.find("::")):
                yield from self._ended(body[: match.start()], match["end"], body[match.end() :].strip(" ()"))

    def _ended(self, node: str, end: str, why: str = "") -> Iterator[TestCase]:
        """A test that was run again is told at its last end; its first one was a failure."""
        self._named = True
        id_ = _id(node)
        if end == "RERUN":
            if len(self._again) < ROOM:
                self._again.add(id_)
            return
        outcome, tags = _ENDS[end]
        told = case(id_, outcome, message=why, tags=tags)
        if outcome in (FAILED, ERROR):
            self._again.discard(id_)
            if flaky := self._held.take(id_, FLAKY):  # it passed, and what comes after it failed
                yield self._tally.told(attrs.evolve(flaky, outcome=PASSED, retries=(), tags=()))
            yield from map(self._tally.told, self._held.add(told))
        elif id_ in self._again and outcome == PASSED:
            self._again.discard(id_)
            flaky = attrs.evolve(told, outcome=FAILED, retries=(PASSED,), tags=(FLAKY,))
            yield from map(self._count, self._held.add(flaky))
        else:
            yield self._tally.told(told)

    def _listed(self, text: str) -> Iterator[TestCase]:
        """`FAILED id - why`: the words for a test that is known, or its name where the log told none."""
        if self._held.full:
            return
        if part := _PART_LISTED.match(text):
            node, why = _split(part["rest"], self._held)
            told = case(f"{_id(node)} {part['part'] or ''}", FAILED, message=why, tags=("subtest",))
            yield from map(self._tally.told, self._held.add(told))
            return
        match = _LISTED.match(text)
        if match is None:
            return
        node, why = _split(match["rest"], self._held)
        id_ = _id(node)
        outcome = _ENDS[match["end"]][0]
        if id_ in self._held and self._named:
            self._held.say(id_, why)
        else:
            yield from map(self._tally.told, self._held.add(case(id_, outcome, message=why)))

    def _close(self, totals: dict[str, int]) -> Iterator[TestCase]:
        yield from self._release()
        yield from self._tally.stated(
            ((FAILED,), totals.get("failed", 0) + totals.get("subtests failed", 0)),
            ((ERROR,), totals.get("error", 0)),
            ((SKIPPED,), totals.get("skipped", 0) + totals.get("xfailed", 0)),
            ((PASSED,), totals.get("passed", 0) + totals.get("xpassed", 0)),
        )

    def _release(self) -> Iterator[TestCase]:
        self._listing = self._named = False
        self._again.clear()
        yield from map(self._count, self._held.release())

    def _count(self, each: TestCase) -> TestCase:
        return self._tally.told(each, PASSED if each.flaky else None)


def _names_a_test(text: str) -> bool:
    """Whether a line begins with `file::`; names of other languages have no dot before their colons."""
    file = text.partition("::")[0]
    return "." in file and " " not in file


def _totals(text: str) -> dict[str, int]:
    """The numbers of the last line of a run; empty for any other line."""
    match = _TOTAL.match(text)
    if match is None:
        return {}
    parts = [_PART.match(part.strip()) for part in match["parts"].split(", ")]
    if not all(parts):
        return {}
    return {
        part["what"].removesuffix("s" if part["what"] == "errors" else ""): int(part["number"])
        for part in parts
        if part
    }


def _split(rest: str, held: Held) -> tuple[str, str]:
    """Name and reason; a name may hold ` - ` in its parameters."""
    start = 0
    while (at := rest.find(" - ", start)) >= 0 and start < 2000:
        node = rest[:at]
        if _id(node) in held or "[" not in node or node.endswith("]"):
            return node, rest[at + 3 :]
        start = at + 3
    return (rest, "") if start == 0 or rest.endswith("]") else (rest.partition(" - ")[0], rest.partition(" - ")[2])


def _id(node: str) -> str:
    """The name in the JUnit file: path and classes with dots, then the test with its parameters."""
    plain, bracket, parameters = node.strip().partition("[")
    names = plain.split("::")
    path = names[0].removesuffix(".py").replace("/", ".")
    scope = ".".join([path, *names[1:-1]]) if len(names) > 1 else ""
    name = names[-1] if len(names) > 1 else path
    return case("::".join(part for part in (scope, name + bracket + parameters) if part), PASSED).id
