"""The output of `node --test` in the form that its `spec` reporter gives it; the other form is TAP."""

import re
from collections.abc import Iterator

from workers.readers.lines import indent, number, uncoloured
from workers.readers.tally import Held, Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "node"
MAX_LEVELS = 32
_OPEN = re.compile(r"▶ (?P<name>\S.{0,500})\Z")
_TEST = re.compile(r"(?P<end>[✔✖﹣]) (?P<name>\S.{0,500}?) \((?P<ms>\d{1,9}(?:\.\d{1,9})?)ms\)(?P<todo> # .{0,300})?\Z")
_TOTAL = re.compile(
    r"ℹ (?P<what>tests|pass|fail|cancelled|skipped|todo|duration_ms) (?P<number>\d{1,9})(?:\.\d{1,9})?\Z"
)
_ENDS = {"✔": PASSED, "✖": FAILED, "﹣": SKIPPED}


class NodeLog:
    """Reads the log of `node --test`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._held = Held()
        self._path: list[str] = []
        self._totals: dict[str, int] = {}
        self._again = False  # failures are listed a second time
        self._last = ""
        self._words = Words()

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text)
        level, body = min(indent(text) // 2, MAX_LEVELS), text.strip()
        if match := _TOTAL.match(body):
            self._hear()
            self._totals[match["what"]] = int(match["number"])
            if match["what"] == "duration_ms":
                yield from self._close()
        elif body == "✖ failing tests:":
            self._again = True
        elif self._again:
            self._again = not body.startswith("▶")
        elif match := _OPEN.match(body):
            self._path[level:] = [match["name"]]
        elif match := _TEST.match(body):
            yield from self._test(level, match)
        else:
            self._words.add(text)

    def end(self) -> Iterator[TestCase]:
        yield from self._close()

    def _test(self, level: int, match: re.Match[str]) -> Iterator[TestCase]:
        self._hear()
        name, outcome = match["name"], _ENDS[match["end"]]
        if len(self._path) > level and self._path[level] == name:
            del self._path[level:]  # the end of a suite
            return
        path = [*self._path[:level], name]
        why = (match["todo"] or "").removeprefix(" # ").strip()
        todo = bool(match["todo"]) and outcome != SKIPPED
        told = case(
            " > ".join(path),
            SKIPPED if todo else outcome,
            duration_s=number(match["ms"]) / 1000,
            message=why,
            tags=("expected failure",) if todo else (),
        )
        if told.outcome == FAILED:
            self._last = told.id
            yield from map(self._tally.told, self._held.add(told))
        else:
            yield self._tally.told(told)

    def _hear(self) -> None:
        self._held.say(self._last, self._words.take())
        self._last = ""

    def _close(self) -> Iterator[TestCase]:
        self._hear()
        self._path.clear()
        yield from map(self._tally.told, self._held.release())
        totals, self._totals = self._totals, {}
        if "tests" not in totals:
            return
        yield from self._tally.stated(
            ((PASSED,), totals.get("pass", 0)),
            ((FAILED, ERROR), totals.get("fail", 0) + totals.get("cancelled", 0)),
            ((SKIPPED,), totals.get("skipped", 0) + totals.get("todo", 0)),
        )
