"""`assay run`: the main job. Resolve, plan, build and test in cells, assess, and publish report and badge."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from criteria import baseline as baselines
from criteria.evidence import comparison as comparison_evidence
from criteria.evidence import startup
from criteria.evidence.cells import CellResult
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot
from master import janitor, output, upkeep
from master.admission import require_room
from master.change import Base, base_snapshot, forked_at
from master.engine_choice import Choice, choose, make_images
from master.errors import UsageError
from master.evidence_files import NO_FILES, EvidenceFiles
from master.gate import exit_code, level_named
from master.harness import touched
from master.ledger import Ledger
from master.measure import Context, Measured, measure, project_of, reproduce_line
from master.native_cell import NATIVE, native_cell
from master.pipeline import (
    Assessed,
    Document,
    StaticEvidence,
    code_lines,
    publish_report,
    report,
    resolved_snapshot,
    static_evidence,
    version,
    with_cells,
    with_public_proof,
)
from master.plan.plan import Plan, plan
from master.progress import CellProgress
from master.run_folder import BASE, HEAD, RunFolder
from master.sides import Before, Planned, asks_of, compared, ranked, startups, with_signs
from master.sources.source import Resolved
from master.state import request_store, state_folder
from master.store import DONE, FAILED, INTERRUPTED, PLANNED, Request, Store
from reports import tests_files
from reports.tests_files import CellTests
from workers.cell import Cell
from workers.images.recipe import offered_pythons
from workers.matrix import Policy
from workers.readers.test_case import to_line
from workers.records import cases_in

DEFAULT_BASELINE = "eosc-software-4.1"


@attrs.frozen
class Options:
    source: str
    rev: str | None
    engine: str
    allow_host: bool
    arches: tuple[str, ...]
    cells: tuple[str, ...]
    config: Path | None
    baseline: str
    form: str
    file: Path | None
    folder: Path
    fail_under: str
    files: EvidenceFiles = NO_FILES
    since: str | None = None
    fresh: bool = False  # run cells again whose inputs the ledger knows
    request: int | None = None  # the number of the pull or merge request
    quiet: bool = False  # the caller shows what came out


def run(options: Options) -> int:
    """The request is stored first; whatever ends this command, its row says how it ended."""
    return run_for_report(options)[0]


def run_for_report(options: Options) -> tuple[int, Document]:
    """The same, with the report."""
    output.check_format(options.form)
    output.check_file(options.file)
    level_named(options.fail_under, baselines.load(options.baseline))
    with request_store() as store:
        request = store.add(options.source, reason="cli", trust="local")
        try:
            with janitor.held(RunFolder(state_folder() / "runs" / request.id)):
                code, document = _run(options, request)
            store.change(request.id, DONE)
        except KeyboardInterrupt:
            store.change(request.id, INTERRUPTED)
            raise
        except BaseException:
            store.change(request.id, FAILED)
            raise
    return code, document


def _run(options: Options, request: Request) -> tuple[int, Document]:
    started = time.monotonic()
    before = base_snapshot(options.source, options.since, offline=False) if options.since is not None else None
    resolved, snapshot = resolved_snapshot(options.source, options.rev, offline=False)
    for note in resolved.notes:
        output.say(note)
    choice = choose(options.engine, allow_host=options.allow_host)
    require_room(state_folder(), choice.engine)
    if options.engine == "auto" and choice.name != "docker":
        output.say(f"Engine: {choice.name}, for {choice.reason}")
    planned = _planned(options, snapshot, choice)
    _tell(planned.plan)
    base = _before(options, before, planned, choice) if before is not None else None
    with request_store() as store:
        janitor.reap(store, state_folder() / "runs")
    folder = RunFolder(state_folder() / "runs" / request.id)
    read = _in_background(resolved, snapshot, options.files)
    read_base = _in_background(resolved, base.planned.snapshot, options.files) if base else None
    ledger = Ledger(state_folder())
    try:
        with request_store() as store:
            measured = _measure(options, folder, store, ledger, request, resolved, choice, planned, base, read)
        comparison = compared(ledger, resolved, planned, base, measured)
        measured = with_signs(measured, snapshot, base, comparison)
        for remark in dict.fromkeys(remark for one in measured for remark in one.remarks):
            output.say(remark)
        cells_s = time.monotonic() - started
        evidence = _evidence(read.result().evidence, measured, HEAD, planned.plan, options.files)
        if comparison is not None:
            evidence = evidence.with_evidence(comparison_evidence.evidence(comparison))
        if (started_up := startups(measured)) is not None:
            evidence = evidence.with_evidence(Evidence(startup.KIND, started_up, f"assay {version()}"))
        other = None
        if base is not None and read_base is not None:
            theirs = _evidence(read_base.result().evidence, measured, BASE, base.planned.plan, options.files)
            other = Base(base.planned.snapshot, base.name, theirs)
        document = report(
            Assessed(resolved, snapshot, evidence, read.result().cache),
            resolved.source,
            options.baseline,
            {"engine": choice.name, "engine_reason": choice.reason},
            {"total": time.monotonic() - started, "cells": cells_s},
            base=other,
            request=options.request,
        )
        publish_report(options.folder, document, _tests_files(folder, measured) if planned.cells else None)
    finally:
        ledger.close()
        janitor.tidy(folder)
        janitor.prune(folder.path.parent)
        upkeep.after_run(choice.engine, output.say)
    if not options.quiet:
        output.deliver(document, options.form, options.file)
    output.say(f"Report: {options.folder / 'report.html'}   badge: {options.folder / 'badge.svg'}")
    if not planned.cells:
        output.say(f"No cell was run: {evidence.why_missing('cells')}")
    return exit_code(document, level_named(options.fail_under), cells_wanted=True), document


def _tests_files(folder: RunFolder, measured: list[Measured]) -> dict[str, Path]:
    """Every single test of the head's cells, for programs."""
    cells = [
        CellTests(one.result.id, _counts(one.result), _Again(one.tests))
        for one in measured
        if one.side == HEAD and one.result.tests is not None
    ]
    return tests_files.write(folder.path, cells)


def _counts(result: CellResult) -> dict[str, int]:
    assert result.tests is not None
    return attrs.asdict(result.tests)


@attrs.frozen
class _Again:
    """The records of a file, each time from the first."""

    path: Path

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (json.loads(to_line(case)) for case in cases_in(self.path))


def planned_cells(options: Options, snapshot: Snapshot, choice: Choice) -> tuple[Plan, tuple[Cell, ...]]:
    """The plan of a commit, and those of its cells that were asked for and that this machine runs."""
    made = plan(
        snapshot,
        config=options.config,
        arches=options.arches or None,
        runnable=choice.arches,
        offered=offered_pythons(),
        policy=Policy(),
    )
    cells, notes = (made.cells, ()) if choice.name not in NATIVE else native_cell(made.cells)
    for note in notes:
        output.say(note)
    return made, _selected(cells, options.cells)


def _planned(options: Options, snapshot: Snapshot, choice: Choice) -> Planned:
    return Planned(snapshot, *planned_cells(options, snapshot, choice))


def _tell(made: Plan) -> None:
    if output.prose().is_terminal:
        for reason in _reasons(made):
            output.say(f"Plan: {reason}")
    else:  # what was changed against the wish of whoever wrote it is said everywhere
        for note in made.expansion.notes:
            output.say(note)


def _before(options: Options, asked: Snapshot, head: Planned, choice: Choice) -> Before:
    """The commit where the change left its base, planned as it says itself; only cells that the head has count."""
    forked, doubt = forked_at(asked, head.snapshot)
    if doubt:
        output.say(doubt)
    wanted = {cell.id for cell in head.cells}
    own = attrs.evolve(options, cells=())
    planned = _planned(own, forked, choice)
    cells = tuple(cell for cell in planned.cells if cell.id in wanted)
    return Before(
        options.since or "", attrs.evolve(planned, cells=cells), touched(forked, head.snapshot, _commands(planned))
    )


def _commands(planned: Planned) -> tuple[str, ...]:
    """Those that decide what a cell comes to."""
    recipe = planned.plan.recipe
    return (*recipe.build, *recipe.test, *recipe.emulated_test)


def _measure(
    options: Options,
    folder: RunFolder,
    store: Store,
    ledger: Ledger,
    request: Request,
    resolved: Resolved,
    choice: Choice,
    planned: Planned,
    base: Before | None,
    read: "Future[StaticEvidence]",
) -> list[Measured]:
    """Read and run at the same time: the static evidence is ready long before the cells are."""
    asks = [ranked(ask, base, ledger, project_of(resolved)) for ask in asks_of(planned, base)]
    store.change(request.id, PLANNED, commit=planned.snapshot.commit)
    commits = {ask.side: ask.snapshot.commit for ask in asks}
    context = Context(
        resolved=resolved,
        choice=choice,
        request=request.id,
        lines=lambda _side: code_lines(read.result().evidence),
        reproduce=lambda job, image: reproduce_line(
            options.source,
            commits[job.side],
            job,
            since=commits.get(BASE) if job.side != BASE else None,
            image=image,
            more=_words(options),
        ),
        prepare=lambda cells: make_images(choice, cells, output.say),
        fresh=options.fresh,
        change=_change_name(options, resolved) if base is not None else "",
    )
    return measure(folder, ledger, context, asks, partial(CellProgress, output.prose()))


def _change_name(options: Options, resolved: Resolved) -> str:
    """By what the builds of a change are told from those of the main line and of other changes."""
    return f"request {options.request}" if options.request is not None else resolved.label or resolved.commit


def _reasons(planned: Plan) -> Iterator[str]:
    yield from planned.recipe.reasons
    yield from planned.expansion.notes
    for excluded in planned.expansion.excluded:
        yield excluded.reason


def _selected(cells: tuple[Cell, ...], wanted: tuple[str, ...]) -> tuple[Cell, ...]:
    if not wanted:
        return cells
    known = {cell.id: cell for cell in cells}
    for id_ in wanted:
        if id_ not in known:
            raise UsageError(f"the plan has no cell {id_!r}; it has: {', '.join(known)}")
    return tuple(known[id_] for id_ in wanted)


def _in_background(resolved: Resolved, snapshot: Snapshot, files: EvidenceFiles) -> "Future[StaticEvidence]":
    """A daemon thread, so that an interrupted command does not wait for it."""
    future: Future[StaticEvidence] = Future()

    def work() -> None:
        try:
            own = Snapshot(snapshot.repository, snapshot.commit)  # libgit2 handles are not shared between threads
            future.set_result(static_evidence(with_public_proof(resolved), own, files, offline=False))
        except BaseException as error:  # whatever it is, the one who waits must hear of it
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future


def _evidence(
    evidence: EvidenceSet, measured: list[Measured], side: str, planned: Plan, files: EvidenceFiles
) -> EvidenceSet:
    results = tuple(one.result for one in measured if one.side == side)
    if results:
        return with_cells(evidence, results, files)
    return evidence.with_missing("cells", "; ".join(planned.recipe.reasons) or "the plan has no cells")


def _words(options: Options) -> list[str]:
    words = []
    if options.engine != "auto":
        words += ["--engine", options.engine]
    if options.config is not None:
        words += ["--config", str(options.config)]
    return words
