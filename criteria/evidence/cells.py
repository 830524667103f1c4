"""What the cells of the matrix did: built, tested, measured. As the project's own harness reports it: hostile."""

from collections.abc import Mapping

import attrs

KIND = "cells"


@attrs.frozen
class TestCounts:
    """Test cases as the suite reports them; `total` is the sum of the others."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    total: int = 0
    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0


@attrs.frozen
class FileCoverage:
    """Line numbers are counts only: statements seen by the interpreter in one first-party file."""

    path: str
    covered: int
    missing: int
    excluded: int  # taken out by the project, e.g. `pragma: no cover`


@attrs.frozen
class Command:
    """One command of a phase and how it ended; `exit` is None when it was stopped."""

    phase: str  # build or test
    command: str
    exit: int | None
    duration_s: float


@attrs.frozen
class Stratum:
    """Of a suite that is run in the order of nearness to a change: files equally near, and how many of them ran."""

    name: str
    files: int
    ran: int


@attrs.frozen
class CellResult:
    """One cell of the matrix.

    `status`: passed, passed_on_retry (some tests failed at first), failed (the project's fault) or not_assessed (ours).
    `fault`: None, project or infrastructure.
    `machine`: what `uname -m` said inside the cell.
    """

    id: str
    arch: str
    image: str
    engine: str
    isolation: str
    status: str
    fault: str | None
    reason: str
    phase: str | None  # the phase that ended it when it did not pass
    machine: str | None
    emulated: bool
    tests: TestCounts | None
    test_report: str | None  # where they were counted: reports by their names, logs by their form
    failed_tests: tuple[str, ...]
    coverage: tuple[FileCoverage, ...] | None
    commands: tuple[Command, ...]
    log_tail: tuple[str, ...]  # the telling lines of the command that failed
    reproduce: str | None  # one line that runs the same cell again
    packages: tuple[str, ...]  # what the build installed, pinned
    integrity: tuple[str, ...]  # what does not fit: exit code against counts, no closing record
    duration_s: float
    retried: int = 0  # tests that failed and passed when they were run again; they count among the passed ones
    flaky_tests: tuple[str, ...] = ()  # their names, capped
    subset: bool = False  # emulated, and the project chose fewer tests for that
    reached: tuple[Stratum, ...] = ()  # of a selection of tests
    seed: int = 0
    earlier: str | None = None  # UTC time of the run that is cited, where nothing had changed since


@attrs.frozen
class Cells:
    """`measurable`: first-party lines of code in languages whose coverage we measure; `unmeasured`: in the others."""

    cells: tuple[CellResult, ...]
    measurable: int = 0
    unmeasured: Mapping[str, int] = attrs.field(factory=dict)  # lines by language
