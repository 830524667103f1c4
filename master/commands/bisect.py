"""`assay bisect`: the first commit of a line on which a test fails, by running one cell at few commits of it."""

from collections.abc import Callable
from enum import Enum
from functools import partial

import attrs
import pygit2

from criteria.snapshot import Snapshot
from master import janitor, output
from master.change import base_snapshot
from master.commands.run import Options as RunOptions
from master.commands.run import planned_cells
from master.engine_choice import choose, make_images
from master.errors import MeasureError, UsageError
from master.ingest import Subject
from master.ledger import Ledger
from master.measure import Ask, Context, Measured, measure, reproduce_line
from master.pipeline import resolved_snapshot
from master.progress import CellProgress
from master.run_folder import HEAD, RunFolder
from master.sources.source import Resolved
from master.state import request_store, state_folder
from master.store import DONE, FAILED, PLANNED
from workers.records import cases_in

MAX_COMMITS = 20_000


class State(Enum):
    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"  # it could not be built, or the test is not there


@attrs.frozen
class Options:
    source: str
    test: str
    good: str
    bad: str | None
    cell: str | None
    run: RunOptions  # engine, configuration and the like


@attrs.frozen
class Found:
    """The commits of which one is the first bad one: more than one where those between could not be tested."""

    suspects: tuple[str, ...]
    tested: int


def first_bad(line: list[str], state: Callable[[str], State]) -> Found:
    """Binary search over `line`, oldest first: its first commit is good and its last one bad.

    A commit that cannot be tested is passed over in favour of its neighbours.
    """
    known = {line[0]: State.GOOD, line[-1]: State.BAD}
    low, high = 0, len(line) - 1
    while True:
        between = [number for number in range(low + 1, high) if known.get(line[number]) is not State.UNKNOWN]
        if not between:
            return Found(tuple(line[low + 1 : high + 1]), len(known))
        middle = min(between, key=lambda number: abs(2 * number - low - high))
        known[line[middle]] = found = state(line[middle])
        if found is State.GOOD:
            low = middle
        elif found is State.BAD:
            high = middle


def bisect(options: Options) -> int:
    """Prints the first bad commit. Exit code 0 when it was found, 4 when it could not be told."""
    before = base_snapshot(options.source, options.good, offline=False)
    resolved, head = resolved_snapshot(options.source, options.bad, offline=False)
    line = first_parents(head, before.commit)
    with request_store() as store:
        request = store.add(options.source, reason="cli", trust="local")
        folder = RunFolder(state_folder() / "runs" / request.id)
        ledger = Ledger(state_folder())
        try:
            with janitor.held(folder):
                store.change(request.id, PLANNED, commit=head.commit)
                code = _search(options, resolved, line, ledger, folder, request.id)
            store.change(request.id, DONE)
        except BaseException:
            store.change(request.id, FAILED)
            raise
        finally:
            ledger.close()
            janitor.tidy(folder)
    return code


def _search(
    options: Options, resolved: Resolved, line: list[str], ledger: Ledger, folder: RunFolder, request: str
) -> int:
    runner = _Runner(options, resolved, ledger, folder, request)
    for commit, wanted, name in ((line[0], State.GOOD, "good"), (line[-1], State.BAD, "bad")):
        found = runner.state(commit)
        if found is not wanted:
            raise MeasureError(
                f"{commit[:12]} was named {name}, and there the test is {found.value}: {runner.why};"
                " name another commit"
            )
    found_range = first_bad(line, runner.state)
    repository = pygit2.Repository(str(resolved.mirror))
    for commit in reversed(found_range.suspects):
        facts = repository[commit]
        assert isinstance(facts, pygit2.Commit)
        subject = facts.message.strip().partition("\n")[0][:200]
        output.print_line(f"{commit} {facts.author.name}: {subject}")
    one = len(found_range.suspects) == 1
    what = "The first bad commit" if one else "One of these is the first bad commit; the others could not be tested"
    output.say(f"{what}, after {found_range.tested} of {len(line)} commits of the line")
    return 0 if one else 4


class _Runner:
    """Runs the cell at one commit and reads the test's outcome; what the ledger remembers is not run again."""

    def __init__(self, options: Options, resolved: Resolved, ledger: Ledger, folder: RunFolder, request: str) -> None:
        self._options = options
        self._resolved = resolved
        self._ledger = ledger
        self._folder = folder
        self._request = request
        self._choice = choose(options.run.engine, allow_host=options.run.allow_host)
        self.why = ""

    def state(self, commit: str) -> State:
        snapshot = Snapshot(self._resolved.mirror, commit)
        plan, cells = planned_cells(self._options.run, snapshot, self._choice)
        wanted = [cell for cell in cells if self._options.cell in (None, cell.id)][:1]
        if not wanted:
            self.why = f"there is no cell {self._options.cell or ''}".strip()
            return State.UNKNOWN
        output.say(f"{commit[:12]}: running {wanted[0].id}")
        context = Context(
            resolved=self._resolved,
            choice=self._choice,
            request=self._request,
            lines=lambda _side: Subject({}),
            reproduce=lambda job, image: reproduce_line(self._options.source, commit, job, image=image),
            prepare=lambda those: make_images(self._choice, those, output.say),
        )
        ask = Ask(HEAD, snapshot, tuple(wanted), plan.recipe.reads)
        (one,) = measure(self._folder, self._ledger, context, [ask], partial(CellProgress, output.prose()))
        return self._read(commit, one)

    def _read(self, commit: str, one: Measured) -> State:
        self.why = one.result.reason
        ends = {case.bad for case in cases_in(one.tests) if self._options.test in (case.id, case.key)}
        state = State.UNKNOWN if not ends else State.BAD if True in ends else State.GOOD
        output.say(f"{commit[:12]}: {state.value}{'' if ends else f' (the test is not there: {self.why})'}")
        return state


def first_parents(head: Snapshot, good: str) -> list[str]:
    """From `good` to the head along first parents, oldest first; UsageError when it is not on that line."""
    line = []
    for commit in head.first_parents(MAX_COMMITS):
        line.append(commit)
        if commit == good:
            if len(line) == 1:
                raise UsageError("good and bad are the same commit")
            return line[::-1]
    raise UsageError(
        f"{good[:12]} is not on the first-parent line of {head.commit[:12]}; name a commit that is, such as a release"
    )
