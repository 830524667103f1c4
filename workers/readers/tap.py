"""TAP, versions 12 to 14: `ok 1 - name`, subtests by indentation, directives, diagnostics, a plan, `Bail out!`.

A subtest counts, not the line that sums its parent up; a parent that failed although no subtest did counts too.
A plan that does not fit what came is an error of its own.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from workers.errors import ResultError
from workers.readers.lines import indent, lines, number, uncoloured
from workers.readers.tally import BAD, Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "tap"
STEP = 4  # blanks of one level
MAX_LEVELS = 32
_VERSION = re.compile(r"TAP version 1[2-9]\Z")
_PLAN = re.compile(r"1\.\.(?P<last>\d{1,7})(?:\s*#\s*(?P<why>.{0,300}))?\Z")
_TEST = re.compile(r"(?P<no>not )?ok\b(?: (?P<number>\d{1,7})\b)?(?P<rest>.*)\Z")
_DIRECTIVE = re.compile(r"(?:\A|\s)# ?(?P<what>skip|todo)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"# (?P<what>tests|pass|fail|cancelled|skipped|todo|suites|duration_ms) +(?P<number>\d{1,7})(?:\.\d{1,9})?\Z"
)
_SAID = re.compile(r"(?P<key>duration_ms|type|error|message|failureType): *(?P<value>.{0,1000})\Z")
_SUBTEST = "# Subtest: "


@attrs.define
class _Level:
    """Tests of one indentation."""

    name: str = ""  # of the test that they are subtests of, where it is told before them
    next_name: str = ""
    plan: int | None = None
    count: int = 0
    children: bool = False  # deeper lines came since the last line of this level
    bad_child: bool = False


@attrs.define
class _Line:
    """A test line, held back for its diagnostics."""

    id: str
    outcome: str
    level: int
    tags: tuple[str, ...]
    parent: bool
    bad_child: bool
    seconds: float | None = None
    suite: bool = False
    message: str = ""
    words: Words = attrs.field(factory=Words)


class Tap:
    """Reads TAP line by line. In a log it waits for a sign that TAP begins: a version, a plan, or test number 1."""

    def __init__(self, strict: bool = False) -> None:
        self.begun = self._sure = strict  # in a log, a line that reads like a plan is none until a test follows
        self.seen = False  # anything that only TAP has
        self._tally = Tally(READER)
        self._levels = [_Level()]
        self._held: _Line | None = None
        self._yaml: int | None = None  # the indentation of an open block of diagnostics
        self._totals: dict[str, int] = {}

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        blanks = indent(text)
        body = text[blanks:].rstrip()
        if self._in_yaml(blanks, body):
            return
        level, odd = divmod(blanks, STEP)
        if odd or level >= MAX_LEVELS:
            self._say(text)
            return
        if level == 0 and body.startswith("TAP version") and _VERSION.match(body):
            yield from self._new_document()
            self.begun = self.seen = self._sure = True
        elif match := _PLAN.match(body):
            yield from self._plan(level, match)
        elif (match := _TEST.match(body)) and self._begins(level, match):
            yield from self._test(level, match)
        elif self.begun and body.startswith("Bail out!"):
            yield from self._flush()
            yield self._tally.told(case("Bail out!", ERROR, message=body))
            self._levels[0].plan = None
        elif body.startswith("#"):
            yield from self._comment(level, body)
        else:
            self._say(text)

    def end(self) -> Iterator[TestCase]:
        yield from self._new_document()

    def _begins(self, level: int, match: re.Match[str]) -> bool:
        """In a log, words that begin with "ok" are not TAP; a first line with the number 1 is."""
        if not self.begun and level == 0 and match["number"] == "1":
            self.begun = True
        return self.begun and (match["number"] is not None or match["rest"].startswith((" - ", " #")) or self.seen)

    def _plan(self, level: int, match: re.Match[str]) -> Iterator[TestCase]:
        if level == 0 and self._levels[0].plan is not None:
            yield from self._new_document()
        self.begun = self.seen = True
        at = self._level(level)
        at.plan = int(match["last"])
        if at.plan == 0 and level == 0 and (self._sure or (match["why"] or "").lower().startswith("skip")):
            yield from self._flush()
            yield self._tally.told(case("(all tests)", SKIPPED, message=match["why"] or ""))

    def _test(self, level: int, match: re.Match[str]) -> Iterator[TestCase]:
        deeper = len(self._levels) - 1 > level
        yield from self._flush()
        at = self._level(level)
        if deeper:
            yield from self._close_below(level)
        at.count += 1
        name, outcome, tags, why = _ending(match)
        name = name or at.next_name or f"#{match['number'] or at.count}"
        at.next_name = ""
        if outcome in BAD and level:
            self._levels[level - 1].bad_child = True
        path = [each.name for each in self._levels[1 : level + 1] if each.name]
        self._held = _Line(" > ".join([*path, name]), outcome, level, tags, at.children, at.bad_child, message=why)
        at.children = at.bad_child = False
        self.seen = True

    def _comment(self, level: int, body: str) -> Iterator[TestCase]:
        if body.startswith(_SUBTEST) and self.begun:
            yield from self._flush()
            at = self._level(level)
            name = body[len(_SUBTEST) :].strip()[:300]
            if level and not at.name and not at.count:
                at.name = name  # it stands with the subtests, not with the parent
            else:
                at.next_name = name
        elif level == 0 and (match := _TOTAL.match(body)) and self.begun:
            self._totals[match["what"]] = int(match["number"])
        elif self._held is not None:
            self._held.words.add(body.lstrip("# "))

    def _level(self, level: int) -> _Level:
        """The level, made when it is new; what was deeper is over, and checked by whoever closes it."""
        while len(self._levels) <= level:
            above = self._levels[-1]
            above.children = True
            self._levels.append(_Level(name=above.next_name))
        return self._levels[level]

    def _close_below(self, level: int) -> Iterator[TestCase]:
        while len(self._levels) > level + 1:
            over = self._levels.pop()
            if over.plan is not None and over.plan != over.count and (self._sure or over.count):
                place = f"{over.name}: " if over.name else ""
                yield case(f"{place}(plan)", ERROR, message=f"{over.plan} tests were planned, {over.count} were run")
                if self._levels:
                    self._levels[-1].bad_child = True

    def _flush(self) -> Iterator[TestCase]:
        """The line that was held, unless it only sums up its subtests."""
        held, self._held, self._yaml = self._held, None, None
        if held is None:
            return
        test = held.seconds is not None and not held.suite  # node counts tests that have subtests, but not suites
        if held.parent and (held.bad_child if held.outcome in BAD else not test):
            return
        message = "\n".join(part for part in (held.message, held.words.take()) if part)
        yield self._tally.told(
            case(
                held.id,
                held.outcome,
                duration_s=held.seconds or 0.0,
                message=message if held.outcome != PASSED else "",
                tags=held.tags,
            )
        )

    def _new_document(self) -> Iterator[TestCase]:
        yield from self._flush()
        yield from self._close_below(-1)
        self._levels = [_Level()]
        totals, self._totals = self._totals, {}
        if "tests" in totals and "pass" in totals:
            skipped = totals.get("skipped", 0) + totals.get("todo", 0)
            yield from self._tally.stated(
                ((PASSED,), totals["pass"]),
                ((FAILED, ERROR), totals.get("fail", 0) + totals.get("cancelled", 0)),
                ((SKIPPED,), skipped),
            )

    def _in_yaml(self, blanks: int, body: str) -> bool:
        """Whether the line is part of a block of diagnostics below the line that is held."""
        held = self._held
        if held is None:
            return False
        margin = held.level * STEP + 2
        if self._yaml is None:
            if body == "---" and blanks == margin:
                self._yaml = blanks
                return True
            return False
        if blanks < margin and body:
            self._yaml = None  # it was never closed
            return False
        if blanks == margin and body == "...":
            self._yaml = None
        elif blanks == margin and (match := _SAID.match(body)):
            _understand(held, match["key"], match["value"].strip("'\" "))
        elif held.message in ("|-", "|", ">-", ">"):
            held.message = body
        return True

    def _say(self, text: str) -> None:
        if self._held is not None:
            self._held.words.add(text)


def read(stream: BinaryIO) -> Iterator[TestCase]:
    """The tests of a TAP file. Raises ResultError when nothing in it is TAP."""
    tap = Tap(strict=True)
    for line in lines(stream):
        yield from tap.line(line)
    yield from tap.end()
    if not tap.seen:
        raise ResultError("the file holds no TAP")


def _ending(match: re.Match[str]) -> tuple[str, str, tuple[str, ...], str]:
    """Name, outcome, tags, and the reason that a directive gives."""
    rest = match["rest"].strip()
    outcome, tags, why = (FAILED if match["no"] else PASSED), (), ""
    if found := _DIRECTIVE.search(rest):
        rest, why = rest[: found.start()], rest[found.end() :].strip(" :")
        if found["what"].lower() == "todo":
            return _name(rest), SKIPPED, ("expected failure",), why
        outcome = SKIPPED
    return _name(rest), outcome, tags, why


def _name(rest: str) -> str:
    return rest.removeprefix("-").strip().replace("\\#", "#").removesuffix(" {").strip()


def _understand(held: _Line, key: str, value: str) -> None:
    if key == "duration_ms":
        held.seconds = number(value[:30]) / 1000
    elif key == "type":
        held.suite = value == "suite"
    elif key in ("error", "message"):
        held.message = value
    elif key == "failureType" and value in ("testTimeoutFailure", "cancelledByParent"):
        held.outcome = ERROR
