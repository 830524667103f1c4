"""From plans to results: what the ledger remembers is cited, what it does not is run, all sides of a change at once."""

import hashlib
import json
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from criteria.evidence.cells import CellResult
from criteria.snapshot import Snapshot
from master.engine_choice import Choice
from master.ingest import Subject, cell_result
from master.ledger import Earlier, Ledger, inputs_of
from master.run_cells import CellEnd, run_cells
from master.run_folder import Job, RunFolder
from master.sources.mirror import Overlay, material
from master.sources.source import Resolved
from workers.caches.spec import Owner
from workers.cell import Cell
from workers.images.recipe import recipes

Watch = Callable[[dict[str, Any] | None], None]
MEASURED = ("startup.json",)  # what our tools leave beside tests and is worth remembering


@attrs.frozen
class Ask:
    """One side of a change, or a commit by itself: its cells are wanted. `reads`: the parts of its tree that decide."""

    side: str
    snapshot: Snapshot
    cells: tuple[Cell, ...]
    reads: tuple[str, ...] = ()
    overlay: Overlay | None = None


@attrs.frozen
class Measured:
    """The result of one cell, where the records of its tests are, and what our tools left beside them."""

    job: Job
    result: CellResult
    tests: Path
    measured: Mapping[str, str]
    remarks: tuple[str, ...] = ()

    @property
    def side(self) -> str:
        return self.job.side


@attrs.frozen
class Context:
    """What all cells of a request have in common. `reproduce` is the command that runs a cell of a side again."""

    resolved: Resolved
    choice: Choice
    request: str
    lines: Callable[[str], Subject]  # by side: its first-party files
    reproduce: Callable[[Job, str], str]  # with the image that it ran in
    prepare: Callable[[tuple[Cell, ...]], None]  # makes the images that are missing
    fresh: bool = False  # run again, whatever is remembered
    change: str = ""  # the change whose build caches are used; empty for the main line


@attrs.frozen
class _Wanted:
    ask: Ask
    job: Job
    inputs: str


def measure(
    folder: RunFolder, ledger: Ledger, context: Context, asks: Iterable[Ask], watched: Callable[..., Any]
) -> list[Measured]:
    """Every cell of every side, in their order. `watched` makes the progress display for the jobs that are run."""
    wanted = [
        _Wanted(ask, Job(cell, ask.side), _inputs(ask, cell, context.choice)) for ask in asks for cell in ask.cells
    ]
    first = {one.inputs: one for one in reversed(wanted)}  # the same inputs on two sides are run once
    earlier = {} if context.fresh else {inputs: ledger.earlier(inputs) for inputs in first}
    found = {inputs: _cited(first[inputs], known) for inputs, known in earlier.items() if known is not None}
    missing = [one for one in wanted if one is first[one.inputs] and one.inputs not in found]
    ends = _run(folder, context, missing, watched) if missing else []
    found |= {one.inputs: _kept(ledger, context, one, end) for one, end in zip(missing, ends, strict=True)}
    return [attrs.evolve(found[one.inputs], job=one.job) for one in wanted]


def _run(folder: RunFolder, context: Context, wanted: list[_Wanted], watched: Callable[..., Any]) -> list[CellEnd]:
    jobs = tuple(one.job for one in wanted)
    context.prepare(tuple(job.cell for job in jobs))
    owner = Owner(hashlib.sha256(project_of(context.resolved).encode()).hexdigest(), context.change)
    folder.write_jobs(jobs, project_name(context.resolved), owner)
    versioned = context.resolved.retrieval.versioned
    for ask in {one.ask.side: one.ask for one in wanted}.values():
        place = folder.material(ask.side)
        material(ask.snapshot.repository, ask.snapshot.commit, place, history=versioned, overlay=ask.overlay)
    with watched(jobs) as progress:
        return run_cells(folder, context.request, context.choice, jobs, progress.heard)


def _kept(ledger: Ledger, context: Context, one: _Wanted, end: CellEnd) -> Measured:
    result = cell_result(
        one.job.cell, context.choice.name, end.outcome, end.why,
        context.reproduce(one.job, end.outcome.image if end.outcome else ""),
        context.lines(one.ask.side), end.tests,
    )  # fmt: skip
    files = end.outcome.files if end.outcome else {}
    measured = {name: files[name] for name in MEASURED if name in files}
    if not _stopped(result):
        ledger.keep(project_of(context.resolved), one.ask.snapshot.commit, one.inputs, result, end.tests, measured)
    return Measured(one.job, result, end.tests, measured, end.outcome.remarks if end.outcome else ())


def _stopped(result: CellResult) -> bool:
    """A command that ran out of time may come to its end on another day."""
    return any(command.exit is None for command in result.commands)


def _cited(one: _Wanted, earlier: Earlier) -> Measured:
    result = attrs.evolve(earlier.result, earlier=earlier.time)
    return Measured(one.job, result, earlier.tests, earlier.measured)


def _inputs(ask: Ask, cell: Cell, choice: Choice) -> str:
    image = host_image() if cell.image not in recipes() else recipes()[cell.image].reference(cell.arch, cell.system)
    if ask.overlay is not None:
        image += f" with {json.dumps([ask.overlay.commit, *ask.overlay.paths])}"
    return inputs_of(cell, ask.snapshot, ask.reads, image, choice.name)


def host_image() -> str:
    """What stands in for an image on the host engine: its interpreter."""
    return f"host {sys.version}"


def project_of(resolved: Resolved) -> str:
    """The project in the ledger: the source, by the name of its mirror."""
    return resolved.mirror.stem


def project_name(resolved: Resolved) -> str:
    """For people and for Buildbot's pages."""
    name = resolved.source.rstrip("/").rpartition("/")[2].removeprefix("pypi:").removesuffix(".git")
    return "".join(letter if letter.isalnum() or letter in "._-=" else "-" for letter in name)[:60] or "project"


def reproduce_line(
    source: str, commit: str, job: Job, *, since: str | None = None, image: str | None = None, more: Iterable[str] = ()
) -> str:
    """One line that runs the same cell again. `since`: the base; `image`: with its digest; `more`: further words."""
    words = ["assay", "reproduce", job.cell.id, "--source", source, "--rev", commit]
    if since is not None:
        words += ["--since", since]
    if image is not None and "@" in image:
        words += ["--image", image]
    return shlex.join([*words, *more])
