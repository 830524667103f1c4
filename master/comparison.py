"""Base against head, test by test, on one cell (DESIGN: regression, still failing, fixed, new, vanished, flaky)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import blake2b

import attrs

from criteria.evidence.cells import CellResult
from criteria.evidence.comparison import CellComparison, State
from workers.readers.test_case import SKIPPED, TestCase

Cases = Callable[[], Iterable[TestCase]]  # the records of one cell, from the first, each time it is called
NAMES_KEPT = 200  # per state
TELLING = tuple(state for state in State if state is not State.UNCHANGED)
# A suite that suddenly needs a fraction of its time did not do its work; only where there is something to measure.
SUSPICIOUS_SHARE = 0.1
SUSPICIOUS_S = 10.0
_BAD, _SKIPPED, _GOOD = range(3)


@attrs.frozen
class Touched:
    """What a change did to the tree: paths it changed or removed, and those of the harness among them."""

    paths: Collection[str] = ()
    harness: tuple[str, ...] = ()


@attrs.frozen
class Side:
    """One side of the comparison."""

    result: CellResult
    cases: Cases


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
    for case in head.cases():
        key = _short(case.key)
        seen.add(key)
        _count(counts, names, _state(case, before.get(key), known_flaky), case.id)
    partial = any(each.ran < each.files for side in (base, head) for each in side.result.reached)
    for case in () if partial else base.cases():  # where the time was up, a test that is missing was not reached
        if _short(case.key) not in seen and _end(case) != _BAD:
            _count(counts, names, State.REMOVED if _touched(case, touched) else State.VANISHED, case.id)
    forged = tuple(_only_with_new_harness(head, control, touched)) if control is not None else ()
    for case in forged:
        said, meant = _state(case, before.get(_short(case.key)), known_flaky), _meant(before.get(_short(case.key)))
        counts[said.value] -= 1
        if case.id in names.get(said.value, ()):
            names[said.value].remove(case.id)
        _count(counts, names, meant, case.id)
    return CellComparison(
        cell=head.result.id,
        counts={state: number for state, number in sorted(counts.items()) if number},
        names={state: tuple(found) for state, found in sorted(names.items()) if found},
        signs=tuple(_signs(base, head, counts, touched, control, forged)),
        notes=tuple(_notes(base.result, head.result, touched, control, forged)),
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
    now = _end(case)
    if case.flaky or (now == _BAD and case.key in known_flaky):
        return State.FLAKY
    if before is None:
        return State.NEW_FAILURE if now == _BAD else State.NEW
    if now == _BAD:
        return State.STILL_FAILING if before == _BAD else State.REGRESSION
    if before == _BAD:
        return State.FIXED if now == _GOOD else State.SKIPPED_NOW
    return State.SKIPPED_NOW if now == _SKIPPED and before == _GOOD else State.UNCHANGED


def _end(case: TestCase) -> int:
    if case.bad:
        return _BAD
    return _SKIPPED if case.outcome == SKIPPED else _GOOD


def _ends(cases: Iterable[TestCase]) -> dict[bytes, int]:
    """How each test ended; of several with the same key the worst. 300,000 tests need about 30 MB."""
    ends: dict[bytes, int] = {}
    for case in cases:
        key = _short(case.key)
        ends[key] = min(_end(case), ends.get(key, _GOOD))
    return ends


def _short(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=12).digest()


def _count(counts: "Counter[str]", names: dict[str, list[str]], state: State, name: str) -> None:
    counts[state.value] += 1
    if state in TELLING and len(names[state.value]) < NAMES_KEPT:
        names[state.value].append(name)


def _touched(case: TestCase, touched: Touched) -> bool:
    """True when the change speaks of the file that the test is in, whichever way the report spells it."""
    said = case.file or case.id.partition("::")[0]
    dotted = said.replace(".", "/")
    return any(
        path == said or path.endswith(f"/{said}") or said.endswith(f"/{path}") or _module(path) in (said, dotted)
        or f"{_module(path)}/".startswith(f"{dotted}/") or f"{dotted}/".startswith(f"{_module(path)}/")
        for path in touched.paths
    )  # fmt: skip


def _module(path: str) -> str:
    stem, dot, ending = path.rpartition(".")
    return stem if dot and "/" not in ending else path


def _only_with_new_harness(head: Side, control: Side, touched: Touched) -> Iterator[TestCase]:
    """Tests that are green with the changed harness and fail with that of the base.

    A test whose own file was changed too may need the new harness; that is for a reviewer to see.
    """
    if control.result.tests is None:
        return
    with_old = _ends(control.cases())
    for case in head.cases():
        if _end(case) == _GOOD and with_old.get(_short(case.key)) == _BAD and not _touched(case, touched):
            yield case


def _meant(before: int | None) -> State:
    """What a test that was made green by its harness alone is in truth."""
    if before is None:
        return State.NEW_FAILURE
    return State.STILL_FAILING if before == _BAD else State.REGRESSION


def _signs(
    base: Side, head: Side, counts: "Counter[str]", touched: Touched, control: Side | None, forged: tuple[TestCase, ...]
) -> Iterator[str]:
    if touched.harness and (control is None or control.result.tests is None):
        shown = ", ".join(touched.harness[:5])
        why = "" if control is None else f" (with that of the base: {control.result.reason})"
        yield f"the harness was changed, and the tests were not run with that of the base: {shown}{why}"
    if forged:
        shown = ", ".join(case.id for case in forged[:5])
        yield f"{len(forged)} tests pass only with the changed harness: {shown}"
    if vanished := counts[State.VANISHED.value]:
        yield f"{vanished} tests vanished although their files were not touched"
    was, now = (sum(c.duration_s for c in side.result.commands if c.phase == "test") for side in (base, head))
    ran, had = (side.result.tests.total if side.result.tests else 0 for side in (head, base))
    if was > SUSPICIOUS_S and now < SUSPICIOUS_S * SUSPICIOUS_SHARE * was / SUSPICIOUS_S and ran >= had * 0.9:
        yield f"the tests took {now:.1f} s, and {was:.1f} s at the base, for the same number of tests"


def _notes(
    base: CellResult, head: CellResult, touched: Touched, control: Side | None, forged: tuple[TestCase, ...]
) -> Iterator[str]:
    commands = [tuple(c.command for c in side.commands if c.phase == "test") for side in (base, head)]
    if commands[0] != commands[1]:
        yield "the test commands differ between base and head"
    if any(each.ran < each.files for side in (base, head) for each in side.reached):
        yield "the time was up before all test files had run, so vanished tests are not looked for"
    if base.image != head.image:
        yield f"the images differ: {base.image} at the base, {head.image} now"
    if touched.harness and control is not None and control.result.tests is not None and not forged:
        shown = ", ".join(touched.harness[:5])
        yield f"the harness was changed ({shown}); with that of the base no test ends differently"
