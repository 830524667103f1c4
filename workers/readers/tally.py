"""What the log of a runner told test by test, made equal to the totals it states.

Many runners print the names of failures only. The tests behind a total that have no name are counted all the same:
they get the name of the runner and a number, and the tag UNNAMED.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from workers.readers.test_case import ERROR, FAILED, MAX_RETRIES, PASSED, UNNAMED, TestCase, case

MOST = 1_000_000  # tests without a name that one reader believes in
BAD = (FAILED, ERROR)
FLAKY = "flaky"  # the tag of a test that failed and, run again, passed
_MESSAGE_LINES = 12


class Tally:
    """Counts what was told, and fills up to what is stated."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()
        self._unnamed = 0

    def told(self, case: TestCase, counts_as: str | None = None) -> TestCase:
        """Remember that the log told of this test, which its total counts as `counts_as`."""
        self._told[counts_as or case.outcome] += 1
        return case

    def stated(self, *totals: tuple[tuple[str, ...], int], scope: str = "") -> Iterator[TestCase]:
        """The tests without a name behind totals such as `((FAILED, ERROR), 3)`, the first outcome being theirs.

        What was told beyond a total is kept for the next one: a run inside of a run states its total first.
        """
        for outcomes, total in totals:
            rest = total
            for outcome in outcomes:
                used = min(rest, self._told[outcome])
                self._told[outcome] -= used
                rest -= used
            yield from self.unnamed(outcomes[0], rest, scope)

    def forget(self) -> None:
        """What was told so far belongs to no total that is still to come."""
        self._told.clear()

    def unnamed(self, outcome: str, number: int, scope: str = "") -> Iterator[TestCase]:
        """So many tests of which nothing but the outcome is known; `scope` is where they stand, e.g. a file."""
        name = case(scope, outcome).id if scope else self._name
        stem = f"{name}#{'' if outcome == PASSED else outcome + ' '}"
        first = 1 if scope else self._numbers[outcome] + 1  # a scope is told of once
        number = max(0, min(number, MOST - self._unnamed))
        self._unnamed += number
        self._numbers[outcome] += 0 if scope else number
        for count in range(first, first + number):
            yield case(f"{stem}{count}", outcome, tags=(UNNAMED,))


class Held:
    """Bad tests that wait for what the end of the log says of them; at most `room`, then the rest waits for nothing."""

    def __init__(self, room: int = 5000) -> None:
        self._room = room
        self._cases: dict[str, TestCase] = {}
        self.full = False

    def __contains__(self, id_: str) -> bool:
        return id_ in self._cases

    def __len__(self) -> int:
        return len(self._cases)

    def add(self, case: TestCase) -> Iterable[TestCase]:
        """What cannot wait: another one of the same name, or one too many."""
        if len(self._cases) >= self._room or case.id in self._cases:
            self.full |= len(self._cases) >= self._room
            return (case,)
        self._cases[case.id] = case
        return ()

    def say(self, id_: str, message: str) -> None:
        """Give the test of that name its words; the last ones win."""
        if id_ in self._cases and message:
            self._cases[id_] = attrs.evolve(self._cases[id_], message=case(id_, FAILED, message=message).message)

    def again(self, id_: str, outcome: str) -> None:
        """The test of that name was run once more, and ended so."""
        if id_ in self._cases:
            waits = self._cases[id_]
            self._cases[id_] = attrs.evolve(waits, retries=(*waits.retries, outcome)[:MAX_RETRIES])

    def take(self, id_: str, tag: str) -> TestCase | None:
        """The test of that name, which waits no longer, if it has the tag."""
        return self._cases.pop(id_) if id_ in self._cases and tag in self._cases[id_].tags else None

    def release(self) -> Iterator[TestCase]:
        """All that waited; nothing waits any longer."""
        cases, self._cases, self.full = self._cases, {}, False
        yield from cases.values()


@attrs.define
class Words:
    """The first lines of what a failure says of itself."""

    _lines: list[str] = attrs.field(factory=list)

    def add(self, line: str) -> None:
        if len(self._lines) < _MESSAGE_LINES and line.strip():
            self._lines.append(line.rstrip()[:300])

    def take(self) -> str:
        text, self._lines = "\n".join(self._lines), []
        return text
