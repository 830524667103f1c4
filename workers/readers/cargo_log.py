"""The output of `cargo test`: of every test program its tests, then what failures say, then totals.

The examples of documentation are named by their lines; they are told apart by the item and their order in it instead.
"""

import re
from collections.abc import Iterator

import attrs

from workers.readers.lines import uncoloured
from workers.readers.tally import Held, Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "cargo"
ROOM = 20_000  # examples of one crate's documentation that wait for each other
_RUNNING = re.compile(r" {5}Running (?:unittests )?(?P<path>\S{1,400}) \((?P<program>\S{1,600})\)\Z")
_DOCS = re.compile(r" {3}Doc-tests (?P<crate>\S{1,200})\Z")
_BEGIN = re.compile(r"running (?P<number>\d{1,7}) tests?\Z")
_TEST = re.compile(r"test (?P<name>\S.{0,1000}?) \.\.\. (?P<end>ok|FAILED|ignored(?:, .{0,1000})?)\Z")
_TOTAL = re.compile(
    r"test result: (?:ok|FAILED)\. (?P<passed>\d{1,7}) passed; (?P<failed>\d{1,7}) failed; "
    r"(?P<ignored>\d{1,7}) ignored;"
)
_LINE = re.compile(r" \(line (?P<line>\d{1,7})\)")
_SAYS = re.compile(r"---- (?P<name>\S.{0,1000}) stdout ----\Z")
_KINDS = (" - should panic", " - compile fail", " - compile")


class CargoLog:
    """Reads the log of `cargo test`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._held = Held()
        self._docs: list[TestCase] = []
        self._program = ""
        self._expected: int | None = None  # tests that the program set out to run
        self._told = 0
        self._says = ""
        self._words = Words()

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        if match := _RUNNING.match(text):
            yield from self._lost()
            stem = match["program"].rpartition("/")[2].rpartition("-")[0]
            self._program = f"{stem}:{match['path']}"
        elif match := _DOCS.match(text):
            yield from self._lost()
            self._program = f"{match['crate']}:doc"
        elif match := _BEGIN.match(text):
            yield from self._lost()
            self._expected = int(match["number"])
        elif self._expected is not None:
            yield from self._inside(text)

    def end(self) -> Iterator[TestCase]:
        yield from self._lost()

    def _inside(self, text: str) -> Iterator[TestCase]:
        if text.startswith("test ") and (match := _TEST.match(text)):
            yield from self._test(match["name"], match["end"])
        elif match := _TOTAL.match(text):
            yield from self._release()
            self._expected = None
            yield from self._tally.stated(
                ((PASSED,), int(match["passed"])),
                ((FAILED,), int(match["failed"])),
                ((SKIPPED,), int(match["ignored"])),
            )
        elif match := _SAYS.match(text):
            self._hear()
            self._says = self._id(match["name"])
            yield from self._quiet()
        elif self._says:
            if text == "failures:":
                self._hear()
            else:
                self._words.add(text)

    def _test(self, name: str, end: str) -> Iterator[TestCase]:
        self._told += 1
        outcome = {"ok": PASSED, "FAILED": FAILED}.get(end, SKIPPED)
        told = case(
            self._id(name), outcome, message=end.removeprefix("ignored").removeprefix(", ") * (outcome == SKIPPED)
        )
        if (line := _LINE.search(name)) and len(self._docs) < ROOM:
            file = name.partition(" - ")[0]
            self._docs.append(attrs.evolve(told, line=int(line["line"]), file=case("", PASSED, file=file).file))
        elif outcome == FAILED:
            yield from map(self._tally.told, self._held.add(told))
        else:
            yield self._tally.told(told)

    def _quiet(self) -> Iterator[TestCase]:
        """With `--quiet` a failure is named only where it says why."""
        if self._says not in self._held and not self._told and not self._held.full:
            yield from map(self._tally.told, self._held.add(case(self._says, FAILED)))

    def _hear(self) -> None:
        self._held.say(self._says, self._words.take())
        self._says = ""

    def _id(self, name: str) -> str:
        """Program and name, without the line and the kind of test."""
        for kind in _KINDS:
            name = name.removesuffix(kind)
        name = _LINE.sub("", name, count=1)
        return case("::".join(part for part in (self._program, name.strip()) if part), PASSED).id

    def _release(self) -> Iterator[TestCase]:
        self._hear()
        self._told = 0
        yield from map(self._tally.told, self._held.release())
        docs, self._docs = sorted(self._docs, key=lambda each: (each.id, each.line or 0)), []
        before, ordinal = "", 0
        for each in docs:
            ordinal = ordinal + 1 if each.id == before else 0
            before = each.id
            yield self._tally.told(attrs.evolve(each, ordinal=ordinal))

    def _lost(self) -> Iterator[TestCase]:
        """A program that never told its totals was stopped; the test that stopped it has no end."""
        expected, self._expected, told = self._expected, None, self._told
        yield from self._release()
        if expected is not None:
            message = f"the program set out to run {expected} tests and ended after {told}"
            yield case(self._program or "(test program)", ERROR, message=message)
