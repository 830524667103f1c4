"""The sides of a change: what is run on each, in which order, and how their tests compare."""

from collections.abc import Iterator
from functools import partial

import attrs

from criteria.errors import UntrustedInputError
from criteria.evidence.comparison import CellComparison, Comparison, State
from criteria.evidence.startup import FILE, Startup, StartupPair, Startups, read
from criteria.snapshot import Snapshot
from master.change_side import Side, Touched
from master.comparison import compare_cell
from master.harness import restorable, rewriting
from master.ledger import Ledger
from master.measure import Ask, Measured, project_of
from master.plan.plan import Plan
from master.ranking import strata
from master.run_folder import BASE, CONTROL, HEAD
from master.sources.mirror import Overlay
from master.sources.source import Resolved
from workers.cell import Cell
from workers.records import cases_in


@attrs.frozen
class Planned:
    """One commit with its plan and the cells that this machine runs for it."""

    snapshot: Snapshot
    plan: Plan
    cells: tuple[Cell, ...]


@attrs.frozen
class Before:
    """The base of a change: its snapshot, the name it was asked for by, its plan, and what the change touched."""

    name: str
    planned: Planned
    touched: Touched


def asks_of(planned: Planned, base: Before | None) -> Iterator[Ask]:
    """The head; the base; and where the change touched the harness, the head once more with that of the base."""
    yield Ask(HEAD, planned.snapshot, planned.cells, planned.plan.recipe.reads)
    if base is None:
        return
    yield Ask(BASE, base.planned.snapshot, base.planned.cells, base.planned.plan.recipe.reads)
    if paths := restorable(base.touched.harness):
        known = {cell.id for cell in base.planned.cells}
        cells = tuple(cell for cell in planned.cells if cell.id in known)
        yield Ask(CONTROL, planned.snapshot, cells, overlay=Overlay(base.planned.snapshot.commit, paths))


def ranked(ask: Ask, base: Before | None, ledger: Ledger, project: str) -> Ask:
    """The cells with their test files in the order of nearness, where the recipe asks for that."""
    select = next((cell.select for cell in ask.cells if cell.select is not None), None)
    if select is None:
        return ask
    changed = base.touched.paths if base else None
    found = strata(ask.snapshot, select, changed, ledger.failed_with(project, changed or ()))
    cells = tuple(attrs.evolve(cell, strata=found) if cell.select is not None else cell for cell in ask.cells)
    return attrs.evolve(ask, cells=cells)


def _remember_failures(ledger: Ledger, project: str, commit: str, base: Before, cells: list[CellComparison]) -> None:
    """Which test files a change broke, for the ranking of later changes."""
    names = {name for cell in cells for name in cell.names.get(State.REGRESSION.value, ())}
    files = {name.partition("::")[0] for name in names}
    ledger.keep_failures(project, commit, base.touched.paths, files)


def compared(
    ledger: Ledger, resolved: Resolved, planned: Planned, base: Before | None, measured: list[Measured]
) -> Comparison | None:
    if base is None:
        return None
    by = {(one.side, one.job.cell.id): one for one in measured}
    project = project_of(resolved)
    cells = []
    for cell in planned.cells:
        head, before, control = (by.get((side, cell.id)) for side in (HEAD, BASE, CONTROL))
        assert head is not None
        if before is None:
            cells.append(CellComparison(cell.id, why_not="the base has no such cell"))
            continue
        known = ledger.flaky(project, cell.id)
        other = _side(control) if control is not None else None
        cells.append(compare_cell(_side(before), _side(head), base.touched, known_flaky=known, control=other))
    kept = {cell.id for cell in planned.plan.cells}
    lost = (cell.id for cell in base.planned.plan.cells if cell.id not in kept)
    cells += [CellComparison(id_, why_not="the base has this cell, and the change has not") for id_ in lost]
    _remember_failures(ledger, project, planned.snapshot.commit, base, cells)
    return Comparison(base.planned.snapshot.commit, tuple(cells))


def startups(measured: list[Measured]) -> Startups | None:
    """How long a start took and what it loaded, on both sides of each cell that measured it."""
    by = {(one.side, one.job.cell.id): one for one in measured if FILE in one.measured}
    cells = [id_ for side, id_ in by if side == HEAD]
    pairs = [StartupPair(id_, _startup(by.get((BASE, id_))), _startup(by[HEAD, id_]), by[HEAD, id_].result.emulated)
             for id_ in cells]  # fmt: skip
    return Startups(tuple(pairs)) if pairs else None


def _startup(one: Measured | None) -> Startup | None:
    """None where that side measured nothing, or wrote what is no measurement."""
    try:
        return read(one.measured[FILE].encode()) if one is not None else None
    except UntrustedInputError:
        return None


def _side(one: Measured) -> Side:
    return Side(one.result, partial(cases_in, one.tests))


def with_signs(
    measured: list[Measured], snapshot: Snapshot, base: Before | None, comparison: Comparison | None
) -> list[Measured]:
    """All cells, each with the signs that its green may be forged: such a green is no plain pass (T19)."""
    own = {HEAD: rewriting(snapshot), BASE: rewriting(base.planned.snapshot) if base else ()}
    found = {cell.cell: cell.signs for cell in comparison.cells} if comparison else {}
    return [
        _with(one, (*own.get(one.side, ()), *(found.get(one.job.cell.id, ()) if one.side == HEAD else ())))
        for one in measured
    ]


def _with(one: Measured, signs: tuple[str, ...]) -> Measured:
    if not signs or one.result.tests is None:
        return one
    return attrs.evolve(
        one, result=attrs.evolve(one.result, integrity=tuple(dict.fromkeys((*one.result.integrity, *signs))))
    )
