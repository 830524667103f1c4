"""Signs that a green is forged (T19): the tested code writes its own results, so they are held against the base's.

No harness in the same process can keep a change from forging; what it cannot do is to look like the base everywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from criteria.evidence.cells import CellResult
from master.change_side import BAD, GOOD, IDLE, Side, Touched, end_of, is_in, short
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase

NAMES_KEPT = 200
NAMED = 5  # in a sentence
_CONFIRMED = "log:pytest"  # among the places that tests were counted from: the log, beside a report that it confirms
# A suite that suddenly needs a fraction of its time did not do its work; only where there is something to measure.
SUSPICIOUS_SHARE = 0.1
SUSPICIOUS_S = 10.0
_RANK = {SKIPPED: 0, PASSED: 1, FAILED: 2, ERROR: 3}


@attrs.frozen
class Tried:
    """What the head's tests do with the harness of the base.

    `forged`: green with the changed harness alone, in files that the change did not touch. `unsure`: the same in files
    that it touched, where a test may have come to need the new harness. `needing`: new tests that cannot start without
    it. `silent`: tests of the base and the head that the control run did not come to. `hidden`: tests that it ran and
    the head left out or skipped. All but `forged` are names, capped.
    """

    forged: tuple[TestCase, ...] = ()
    unsure: tuple[str, ...] = ()
    needing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Every test that is not new ended as it does with the changed harness."""
        return not (self.forged or self.unsure or self.silent or self.hidden)


def tried(
    control: Side,
    head: Side,
    before: Mapping[bytes, int],
    touched: Touched,
    known_flaky: Collection[str] = (),
) -> Tried:
    """`before`: how the tests of the base ended.

    A test whose own file was changed may need the new harness; whether it does is for a reviewer to see.
    """
    if control.result.tests is None:
        return Tried()
    with_old: dict[bytes, str] = {}
    for case in control.cases():
        key, outcome = short(case.key), PASSED if case.flaky else case.outcome
        with_old[key] = max(with_old.get(key, SKIPPED), outcome, key=_RANK.__getitem__)
    forged: list[TestCase] = []
    found: dict[str, list[str]] = defaultdict(list)
    seen: set[bytes] = set()
    for case in head.cases():
        key = short(case.key)
        old = with_old.get(key)
        seen.add(key)
        if end_of(case) == IDLE and key in before and old not in (SKIPPED, None):
            found["hidden"].append(case.id)
        if end_of(case) != GOOD or old in (PASSED, SKIPPED) or case.key in known_flaky:
            continue
        if old is None:
            found["silent" if key in before else "needing"].append(case.id)
        elif not is_in(case, touched.paths):
            forged.append(case)
        else:  # a fixture that is not there yet is an error, never a failure
            found["needing" if key not in before and old == ERROR else "unsure"].append(case.id)
    known = (case for case in control.cases() if short(case.key) not in seen and short(case.key) in before)
    found["hidden"] += [case.id for case in known]
    return Tried(tuple(forged), **{kind: tuple(names[:NAMES_KEPT]) for kind, names in found.items()})


@attrs.frozen
class _Lost:
    """Tests that did not fail at the base and do not run now.

    `vanished`: nobody touched their files. `taken`: the change took them out of files that stay, where `came` new tests
    came, for one that was renamed is no loss. Those that went with their file are in plain sight.
    """

    vanished: Sequence[str]
    taken: Sequence[str]
    skipped: Sequence[str]
    came: int

    @classmethod
    def of(cls, base: Side, head: Side, before: Mapping[bytes, int], touched: Touched) -> "_Lost":
        there: set[bytes] = set()
        skipped = []
        for case in head.cases():
            key = short(case.key)
            there.add(key)
            if end_of(case) == IDLE and before.get(key) == GOOD:
                skipped.append(case.id)
        if any(each.ran < each.files for side in (base, head) for each in side.result.reached):
            return cls((), (), skipped, 0)  # a test that is missing was not reached
        gone = [case for case in base.cases() if short(case.key) not in there and end_of(case) != BAD]
        stay = [path for path in touched.paths if path not in touched.gone]
        taken = [case.id for case in gone if is_in(case, stay) and not is_in(case, touched.gone)]
        vanished = [case.id for case in gone if not is_in(case, touched.paths)]
        return cls(vanished, taken, skipped, len(there - before.keys()))


def signs(
    base: Side, head: Side, before: Mapping[bytes, int], touched: Touched, control: Side | None, trial: Tried
) -> Iterator[str]:
    """What a reviewer must look at, for the green of the head may be forged; one sentence each."""
    yield from touched.rewrites
    yield from (sign for sign in head.result.integrity if sign not in base.result.integrity)
    unchecked = touched.harness if control is None or control.result.tests is None else touched.kept
    if unchecked:
        why = "" if control is None or control.result.tests else f" (with that of the base: {control.result.reason})"
        yield f"the harness was changed, and the tests were not run with that of the base: {_few(unchecked)}{why}"
    if trial.forged:
        yield _told("green only with the changed harness", [case.id for case in trial.forged])
    if trial.unsure:
        yield _told("in changed files, green only with the changed harness", trial.unsure)
    if trial.hidden:
        yield _told("seen only with the harness of the base", trial.hidden)
    if trial.silent:
        yield _told("not reached with the harness of the base", trial.silent)
    lost = _Lost.of(base, head, before, touched)
    if lost.vanished:
        yield _told("vanished from files that were not touched", lost.vanished)
    if len(lost.taken) > lost.came:
        yield _told("taken out of files that stay, and fewer came", lost.taken)
    if lost.skipped:
        yield _told("skipped now, passed at the base", lost.skipped)
    if _CONFIRMED in (base.result.test_report or "") and _CONFIRMED not in (head.result.test_report or ""):
        yield "at the base the log of the tests confirms their report, and now it does not"
    was, now = (sum(c.duration_s for c in side.result.commands if c.phase == "test") for side in (base, head))
    ran, had = (side.result.tests.total if side.result.tests else 0 for side in (head, base))
    if was > SUSPICIOUS_S and now < SUSPICIOUS_S * SUSPICIOUS_SHARE * was / SUSPICIOUS_S and ran >= had * 0.9:
        yield f"the tests took {now:.1f} s, and {was:.1f} s at the base, for the same number of tests"


def _told(what: str, names: Sequence[str]) -> str:
    return f"{len(names)} {'test' if len(names) == 1 else 'tests'} {what}: {_few(names)}"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def notes(base: CellResult, head: CellResult, touched: Touched, control: Side | None, trial: Tried) -> Iterator[str]:
    """What explains a difference between the sides; one sentence each."""
    # Attempts repeat the commands, and how many batches of a selection ran depends on the time.
    commands = [tuple(dict.fromkeys(c.command for c in side.commands if c.phase == "test")) for side in (base, head)]
    if commands[0] != commands[1] and not head.reached:
        yield "the test commands differ between base and head"
    if any(each.ran < each.files for side in (base, head) for each in side.reached):
        yield "the time was up before all test files had run, so vanished tests are not looked for"
    if base.image != head.image:
        yield f"the images differ: {base.image} at the base, {head.image} now"
    if touched.pipelines:
        yield f"settings of CI services were changed, which no cell reads: {_few(touched.pipelines)}"
    if trial.needing:
        yield _told("new, in need of the changed harness", trial.needing)
    put_back = [path for path in touched.harness if path not in touched.kept]
    if put_back and control is not None and control.result.tests is not None and trial.same:
        yield f"the harness was changed ({_few(put_back)}); with that of the base no test ends differently"
