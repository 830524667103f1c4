"""From what a cell reported to evidence. All that comes in here was written by the assessed code or its worker."""

import hashlib
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import attrs

from criteria.errors import UntrustedInputError
from criteria.evidence.cells import CellResult, Command, FileCoverage, Stratum, TestCounts
from criteria.redaction import redacted
from criteria.untrusted import load_json
from workers import outcome as facts
from workers.cell import MACHINES, Cell
from workers.errors import ResultError
from workers.layout import SOURCE
from workers.outcome import CommandRecord, Outcome
from workers.readers.coverage import CoveredFile, read_coverage
from workers.readers.log_lines import most_telling, telling_lines
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED
from workers.records import cases_in

OUTCOME_LIMIT = 160 * 2**20  # bytes
NO_TESTS = "no tests found"
NAMES_KEPT = 200


@attrs.frozen
class Subject:
    """What ingest must know of the snapshot: its first-party code files, with their lines and their language."""

    code_lines: dict[str, int]
    languages: dict[str, str] = attrs.field(factory=dict)

    def measured(self, paths: Collection[str]) -> list[str]:
        """The files that coverage is taken over: those of each language of which a report measured any file."""
        languages = {self.languages.get(path) for path in paths if path in self.code_lines}
        return [path for path in self.code_lines if self.languages.get(path) in languages]


def read_outcome(path: Path) -> tuple[Outcome | None, str]:
    """The outcome in the file, or None and why there is none."""
    try:
        data = load_json(path.read_bytes(), "the cell's outcome", OUTCOME_LIMIT)
        return facts.structure(data), ""
    except FileNotFoundError:
        return None, "its worker delivered no outcome"
    except (UntrustedInputError, ValueError, OSError) as error:
        return None, f"its worker delivered no readable outcome: {error}"


@attrs.frozen
class Told:
    """What the records of a cell's tests say: counts after every attempt, and the names of the telling ones, capped."""

    counts: TestCounts = attrs.field(factory=TestCounts)
    failed: tuple[str, ...] = ()
    retried: int = 0
    flaky: tuple[str, ...] = ()


def told(tests: Path) -> Told:
    """Counts the records one by one; raises ResultError for a file that holds none or is too large."""
    ends: Counter[str] = Counter()
    failed: list[str] = []
    flaky: list[str] = []
    retried = 0
    for case in cases_in(tests):
        if case.bad:
            ends[case.outcome] += 1
            if len(failed) < NAMES_KEPT:
                failed.append(case.id)
        else:
            ends[SKIPPED if {case.outcome, *case.retries} == {SKIPPED} else PASSED] += 1
        if case.flaky:
            retried += 1
            if len(flaky) < NAMES_KEPT:
                flaky.append(case.id)
    counts = TestCounts(ends.total(), ends[PASSED], ends[FAILED], ends[ERROR], ends[SKIPPED])
    return Told(counts, tuple(failed), retried, tuple(flaky))


def cell_result(
    cell: Cell, engine: str, outcome: Outcome | None, why: str, reproduce: str, subject: Subject, tests: Path
) -> CellResult:
    """One cell as evidence; a cell without an outcome is not assessed, for the reason given.

    `tests`: the file with the records of its tests.
    """
    if outcome is not None and (problem := _disbelieved(cell, outcome)):
        outcome, why = None, problem
    if outcome is None:
        outcome = Outcome(cell.id, engine, image=cell.image, fault=facts.INFRASTRUCTURE, reason=why, phase="start")
    integrity = list(outcome.tests.problems)
    records = _records(outcome, tests, integrity)
    if outcome.machine is not None and outcome.machine != MACHINES[cell.arch]:
        integrity.append(f"the cell is to be {cell.arch}, and the machine inside said {outcome.machine}")
    status, reason = _status(outcome, records, integrity)
    coverage = _coverage(outcome, subject, integrity) if outcome.fault != facts.INFRASTRUCTURE else None
    failing = _failing(outcome)
    return CellResult(
        id=cell.id,
        arch=cell.arch,
        image=outcome.image,
        engine=engine,
        isolation=outcome.isolation,
        status=status,
        fault=_fault(status),
        reason=reason,
        phase=_phase(status, outcome),
        machine=outcome.machine,
        emulated=outcome.emulated,
        tests=_counts(records, outcome),
        test_report=", ".join(outcome.tests.sources)[:300] or None,
        failed_tests=records.failed,
        coverage=coverage,
        commands=tuple(Command(each.phase, each.command, each.exit, each.duration_s) for each in outcome.commands),
        log_tail=telling_lines(redacted(failing.log)) if failing and failing.exit != 0 else (),
        reproduce=reproduce if status != facts.PASSED else None,
        packages=outcome.packages,
        integrity=tuple(integrity),
        duration_s=outcome.duration_s,
        retried=records.retried,
        flaky_tests=records.flaky,
        subset=cell.subset,
        reached=tuple(Stratum(each.stratum, each.files, each.ran) for each in outcome.reached),
        seed=cell.seed,
    )


def _records(outcome: Outcome, tests: Path, integrity: list[str]) -> Told:
    if not outcome.tests.sha256:
        return Told()
    try:
        found = hashlib.sha256(tests.read_bytes()).hexdigest()
        if found == outcome.tests.sha256:
            return told(tests)
        integrity.append("the records of the tests are not those that the outcome speaks of")
    except (OSError, ResultError) as error:
        integrity.append(f"the records of the tests cannot be read: {error}")
    return Told()


def _disbelieved(cell: Cell, outcome: Outcome) -> str | None:
    """Why this outcome is not taken for the cell's: a success counts only with the record of every command (T19)."""
    if outcome.cell != cell.id:
        return "its worker delivered the outcome of another cell"
    ended_well = {(each.phase, each.command) for each in outcome.commands if each.exit == 0}
    wanted = [("build", command) for command in cell.build]
    if cell.select is None:
        wanted += [("test", command) for command in cell.test]
    missing = next((command for phase, command in wanted if (phase, command) not in ended_well), None)
    if outcome.fault is None and missing is not None:
        return f"its worker reports success without a record that `{missing}` succeeded"
    return None


def _status(outcome: Outcome, records: Told, integrity: list[str]) -> tuple[str, str]:
    """passed, passed_on_retry, failed or not_assessed, and one sentence."""
    if outcome.fault == facts.INFRASTRUCTURE:
        return facts.NOT_ASSESSED, outcome.reason
    if outcome.phase == "build":
        return facts.FAILED, _with_telling_line(outcome)
    if records.counts.total:
        return _status_by_records(outcome, records, integrity)
    if outcome.fault == facts.PROJECT and not _pytest_found_nothing(outcome):
        return facts.FAILED, _with_telling_line(outcome)
    tested = any(each.phase == "test" for each in outcome.commands)
    if not tested or outcome.tests.reports or outcome.fault == facts.PROJECT:
        return facts.FAILED, NO_TESTS
    integrity.append("the test commands succeeded, but left no report that tells how many tests ran")
    return facts.PASSED, "the test commands succeeded; the tests could not be counted"


def _status_by_records(outcome: Outcome, records: Told, integrity: list[str]) -> tuple[str, str]:
    counts = records.counts
    bad = counts.failed + counts.errors
    if bad:
        if outcome.fault is None:
            integrity.append(f"the test commands exited 0 although {bad} tests failed")
        return facts.FAILED, f"{bad} of {counts.total} tests failed"
    if outcome.fault == facts.PROJECT and not _explained_by_retries(outcome, records):
        return facts.FAILED, f"{_with_telling_line(outcome)} ({counts.passed} tests passed before)"
    if not counts.passed:
        return facts.FAILED, f"all {counts.total} tests were skipped"
    skipped = f", {counts.skipped} skipped" if counts.skipped else ""
    if records.retried:
        again = f", {records.retried} of them only on retry"
        return facts.PASSED_ON_RETRY, f"{counts.passed} of {counts.total} tests passed{again}{skipped}"
    return facts.PASSED, f"{counts.passed} of {counts.total} tests passed{skipped}"


def _explained_by_retries(outcome: Outcome, records: Told) -> bool:
    """Each test passed in one attempt or another, though in no attempt all of them did: the last exit code says that.

    A command that was stopped, or that failed without a failing test, is not explained.
    """
    last = _failing(outcome)
    return bool(records.retried) and outcome.tests.attempts > 1 and last is not None and last.exit is not None


def _fault(status: str) -> str | None:
    if status in (facts.PASSED, facts.PASSED_ON_RETRY):
        return None
    return facts.INFRASTRUCTURE if status == facts.NOT_ASSESSED else facts.PROJECT


def _phase(status: str, outcome: Outcome) -> str | None:
    if status in (facts.PASSED, facts.PASSED_ON_RETRY):
        return None
    return outcome.phase or "test"


def _failing(outcome: Outcome) -> CommandRecord | None:
    """The command whose log tells most: the failed one, else the last test command."""
    deciding = [each for each in outcome.commands if each.phase in ("build", "test")]
    failed = [each for each in deciding if each.exit != 0]
    return next(reversed(failed or deciding), None)


def _with_telling_line(outcome: Outcome) -> str:
    failing = _failing(outcome)
    line = most_telling(failing.log) if failing else None
    return f"{outcome.reason}: {line}" if line else outcome.reason


def _pytest_found_nothing(outcome: Outcome) -> bool:
    """pytest, and unittest since Python 3.12, exit with 5 when they collected nothing."""
    return any(each.phase == "test" and each.exit == 5 for each in outcome.commands)


def _counts(records: Told, outcome: Outcome) -> TestCounts | None:
    if records.counts.total or outcome.tests.reports:
        return records.counts
    if outcome.fault == facts.INFRASTRUCTURE or outcome.phase == "build":
        return None
    return TestCounts() if not any(each.phase == "test" for each in outcome.commands) else None


def _coverage(outcome: Outcome, subject: Subject, integrity: list[str]) -> tuple[FileCoverage, ...] | None:
    """Coverage over our own list of files: those the report leaves out count as not covered (A11)."""
    measured: dict[str, CoveredFile] = {}
    for name, text in sorted(outcome.files.items()):
        if not name.startswith("coverage:"):
            continue
        try:
            report = read_coverage(text, SOURCE, subject.code_lines)
            measured |= {file.path: file for file in report}
            if report.dropped:
                integrity.append(f"{report.dropped} files of a coverage report lie outside of the tree")
        except ResultError as error:
            integrity.append(str(error))
    if not measured:
        return None
    return tuple(
        _covered(path, subject.code_lines[path], measured.get(path)) for path in sorted(subject.measured(measured))
    )


def _covered(path: str, lines: int, file: CoveredFile | None) -> FileCoverage:
    if file is None:
        return FileCoverage(path, 0, lines, 0)
    return FileCoverage(path, file.covered, file.missing, file.excluded)
