"""Base against head, test by test, on one cell (DESIGN: regression, still failing, fixed, new, vanished, flaky)."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable

import attrs

from criteria.evidence.cells import CellResult
from criteria.evidence.comparison import CellComparison, State
from master.change_side import BAD, GOOD, IDLE, Side, Touched, end_of, is_in, short
from master.forgery import Tried, notes, signs, tried
from workers.readers.test_case import TestCase

NAMES_KEPT = 200  # per state
TELLING = tuple(state for state in State if state is not State.UNCHANGED)


def compare_cell(
    base: Side, head: Side, touched: Touched, *, known_flaky: Collection[str] = (), control: Side | None = None
) -> CellComparison:
    """What the change did to the tests of this cell.

    `known_flaky`: keys of tests that the ledger knows to end in different ways with the same inputs. `control`: the
    head's tests with the harness of the base, run where the harness was changed.
    """
    if why_not := _why_not(base.result, head.result):
        return CellComparison(head.result.id, why_not=why_not)
    if broken := _broken(base.result, head.result):
        state = State.REGRESSION.value
        return CellComparison(head.result.id, {state: 1}, {state: (broken,)}, base_earlier=base.result.earlier)
    before = _ends(base.cases())
    seen: set[bytes] = set()
    counts: Counter[str] = Counter()
    names: dict[str, list[str]] = defaultdict(list)
    moved: list[TestCase] = []
    for case in head.cases():
        key = short(case.key)
        seen.add(key)
        if key not in before and case.ordinal is not None:
            moved.append(case)
        else:
            _count(counts, names, _state(case, before.get(key), known_flaky), case.id)
    left = _left(base.cases(), seen) if moved else {}
    for case in moved:
        queue = left.get((case.id, case.digest))
        earlier = queue.popleft() if queue else None
        if earlier is not None:
            seen.add(short(earlier.key))
        _count(counts, names, _state(case, end_of(earlier) if earlier else None, known_flaky), case.id)
    partial = any(each.ran < each.files for side in (base, head, control or base) for each in side.result.reached)
    for case in () if partial else base.cases():  # where the time was up, a test that is missing was not reached
        if short(case.key) not in seen and end_of(case) != BAD:
            _count(counts, names, State.REMOVED if is_in(case, touched.paths) else State.VANISHED, case.id)
    trial = tried(control, head, before, touched, known_flaky) if control is not None else Tried()
    trial = attrs.evolve(trial, silent=(), hidden=()) if partial else trial
    for case in trial.forged:
        said, meant = _state(case, before.get(short(case.key)), known_flaky), _meant(before.get(short(case.key)))
        counts[said.value] -= 1
        if case.id in names.get(said.value, ()):
            names[said.value].remove(case.id)
        _count(counts, names, meant, case.id)
    return CellComparison(
        cell=head.result.id,
        counts={state: number for state, number in sorted(counts.items()) if number},
        names={state: tuple(found) for state, found in sorted(names.items()) if found},
        signs=tuple(signs(base, head, before, touched, control, trial)),
        notes=tuple(notes(base.result, head.result, touched, control, trial)),
        base_earlier=base.result.earlier,
    )


def _why_not(base: CellResult, head: CellResult) -> str | None:
    for side, name in ((base, "the base"), (head, "the head")):
        if side.status == "not_assessed":
            return f"{name} could not be run: {side.reason}"
    if base.phase == "build":
        return f"the base could not be built: {base.reason}"
    if base.tests is None:
        return "the base ran no tests that could be counted"
    if base.subset != head.subset or [each.name for each in base.reached] != [each.name for each in head.reached]:
        return "the two sides ran different choices of tests"
    return None


def _broken(base: CellResult, head: CellResult) -> str | None:
    """What is worse than a failing test, where the base was sound."""
    if head.phase == "build":
        return f"the build: {head.reason}"
    if head.tests is None or (base.tests and base.tests.total and not head.tests.total):
        return f"all tests: {head.reason or 'none ran'}"
    return None


def _state(case: TestCase, before: int | None, known_flaky: Collection[str]) -> State:
    now = end_of(case)
    if case.flaky or (now == BAD and case.key in known_flaky):
        return State.FLAKY
    if before is None:
        return State.NEW_FAILURE if now == BAD else State.NEW
    if now == BAD:
        return State.STILL_FAILING if before == BAD else State.REGRESSION
    if before == BAD:
        return State.FIXED if now == GOOD else State.SKIPPED_NOW
    return State.SKIPPED_NOW if now == IDLE and before == GOOD else State.UNCHANGED


def _ends(cases: Iterable[TestCase]) -> dict[bytes, int]:
    """How each test ended; of several with the same key the worst. 300,000 tests need about 30 MB."""
    ends: dict[bytes, int] = {}
    for case in cases:
        key = short(case.key)
        ends[key] = min(end_of(case), ends.get(key, GOOD))
    return ends


def _left(cases: Iterable[TestCase], seen: set[bytes]) -> dict[tuple[str, str | None], deque[TestCase]]:
    """Examples of docstrings that are not found again under their ordinal, by what they are otherwise.

    An example that was put before others moves them on; each is then the one of the same source, in their order.
    """
    left: dict[tuple[str, str | None], deque[TestCase]] = defaultdict(deque)
    for case in cases:
        if case.ordinal is not None and short(case.key) not in seen:
            left[case.id, case.digest].append(case)
    return left


def _count(counts: "Counter[str]", names: dict[str, list[str]], state: State, name: str) -> None:
    counts[state.value] += 1
    if state in TELLING and len(names[state.value]) < NAMES_KEPT:
        names[state.value].append(name)


def _meant(before: int | None) -> State:
    """What a test that was made green by its harness alone is in truth."""
    if before is None:
        return State.NEW_FAILURE
    return State.STILL_FAILING if before == BAD else State.REGRESSION
