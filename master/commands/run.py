"""`assay run`: the main job. Resolve, plan, build and test in cells, assess, and publish report and badge."""

import shlex
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import attrs

from criteria import baseline as baselines
from criteria.evidence.cells import CellResult
from criteria.model import EvidenceSet
from criteria.snapshot import Snapshot
from master import janitor, output
from master.engine_choice import Choice, choose, make_images
from master.errors import UsageError
from master.evidence_files import NO_FILES, EvidenceFiles
from master.gate import exit_code, level_named
from master.ingest import cell_result
from master.native_cell import native_cell
from master.pipeline import (
    Assessed,
    StaticEvidence,
    code_lines,
    publish_report,
    report,
    resolved_snapshot,
    static_evidence,
    with_cells,
    with_public_proof,
)
from master.plan.plan import Plan, plan
from master.progress import CellProgress
from master.run_cells import CellEnd, run_cells
from master.run_folder import RunFolder
from master.sources.mirror import material
from master.sources.source import Resolved
from master.state import request_store, state_folder
from master.store import DONE, FAILED, INTERRUPTED, PLANNED, Request
from workers.cell import Cell
from workers.images.recipe import offered_pythons
from workers.matrix import Policy


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


def run(options: Options) -> int:
    """The request is stored first; whatever ends this command, its row says how it ended."""
    output.check_format(options.form)
    output.check_file(options.file)
    level_named(options.fail_under, baselines.load(options.baseline))
    with request_store() as store:
        request = store.add(options.source, reason="cli", trust="local")
        try:
            with janitor.held(RunFolder(state_folder() / "runs" / request.id)):
                code = _run(options, request)
            store.change(request.id, DONE)
        except KeyboardInterrupt:
            store.change(request.id, INTERRUPTED)
            raise
        except BaseException:
            store.change(request.id, FAILED)
            raise
    return code


def _run(options: Options, request: Request) -> int:
    started = time.monotonic()
    console = output.prose()
    resolved, snapshot = resolved_snapshot(options.source, options.rev, offline=False)
    for note in resolved.notes:
        output.say(note)
    choice = choose(options.engine, allow_host=options.allow_host)
    if options.engine == "auto" and choice.name != "docker":
        output.say(f"Engine: {choice.name}, for {choice.reason}")
    planned = _plan(options, snapshot, choice)
    if console.is_terminal:
        for reason in _reasons(planned):
            output.say(f"Plan: {reason}")
    else:  # what was changed against the wish of whoever wrote it is said everywhere
        for note in planned.expansion.notes:
            output.say(note)
    cells, notes = (planned.cells, ()) if choice.name == "docker" else native_cell(planned.cells)
    for note in notes:
        output.say(note)
    cells = _selected(cells, options.cells)
    with request_store() as store:
        janitor.reap(store, state_folder() / "runs")
    make_images(choice, cells, output.say)
    folder = RunFolder(state_folder() / "runs" / request.id)
    try:
        read, ends, seconds = _measure(folder, request, resolved, snapshot, choice, cells, options.files)
    finally:
        janitor.tidy(folder)
        janitor.prune(folder.path.parent)
    for remark in dict.fromkeys(remark for end in ends if end.outcome for remark in end.outcome.remarks):
        output.say(remark)
    lines = code_lines(read.evidence)
    results = tuple(
        cell_result(end.cell, choice.name, end.outcome, end.why, _reproduce(options, snapshot, end.cell), lines)
        for end in ends
    )
    evidence = _evidence(read.evidence, results, planned, options.files)
    durations = {"total": time.monotonic() - started, "cells": seconds}
    host = {"engine": choice.name, "engine_reason": choice.reason}
    document = report(
        Assessed(resolved, snapshot, evidence, read.cache), resolved.source, options.baseline, host, durations
    )
    publish_report(options.folder, document)
    output.deliver(document, options.form, options.file)
    output.say(f"Report: {options.folder / 'report.html'}   badge: {options.folder / 'badge.svg'}")
    if not cells:
        output.say(f"No cell was run: {evidence.why_missing('cells')}")
    return exit_code(document, level_named(options.fail_under), cells_wanted=True)


def _plan(options: Options, snapshot: Snapshot, choice: Choice) -> Plan:
    return plan(
        snapshot,
        config=options.config,
        arches=options.arches or None,
        runnable=choice.arches,
        offered=offered_pythons(),
        policy=Policy(),
    )


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


def _measure(
    folder: RunFolder,
    request: Request,
    resolved: Resolved,
    snapshot: Snapshot,
    choice: Choice,
    cells: tuple[Cell, ...],
    files: EvidenceFiles,
) -> tuple[StaticEvidence, list[CellEnd], float]:
    """Read and run at the same time: the static evidence is ready long before the cells are."""
    read = _in_background(resolved, snapshot, files)
    started = time.monotonic()
    ends: list[CellEnd] = []
    if cells:
        folder.write_cells(cells, _project_name(resolved))
        material(resolved.mirror, snapshot.commit, folder.material, history=resolved.retrieval.versioned)
        with request_store() as store:
            store.change(request.id, PLANNED, commit=snapshot.commit)
        with CellProgress(output.prose(), cells) as progress:
            ends = run_cells(folder, request.id, choice, cells, progress.heard)
    return read.result(), ends, time.monotonic() - started


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
    evidence: EvidenceSet, results: tuple[CellResult, ...], planned: Plan, files: EvidenceFiles
) -> EvidenceSet:
    if results:
        return with_cells(evidence, results, files)
    return evidence.with_missing("cells", "; ".join(planned.recipe.reasons) or "the plan has no cells")


def _reproduce(options: Options, snapshot: Snapshot, cell: Cell) -> str:
    words = ["assay", "run", options.source, "--rev", snapshot.commit, "--cell", cell.id, "--arch", cell.arch]
    if options.engine != "auto":
        words += ["--engine", options.engine]
    if options.config is not None:
        words += ["--config", str(options.config)]
    return shlex.join(words)


def _project_name(resolved: Resolved) -> str:
    name = resolved.source.rstrip("/").rpartition("/")[2].removeprefix("pypi:").removesuffix(".git")
    return "".join(letter if letter.isalnum() or letter in "._-=" else "-" for letter in name)[:60] or "project"
