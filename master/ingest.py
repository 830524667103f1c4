"""From what a cell reported to evidence. All that comes in here was written by the assessed code or its worker."""

from collections.abc import Callable
from pathlib import Path

import attrs

from criteria.errors import UntrustedInputError
from criteria.evidence.cells import CellResult, Command, FileCoverage, TestCounts
from criteria.redaction import redacted
from criteria.untrusted import load_json
from workers import outcome as facts
from workers.cell import MACHINES, Cell
from workers.errors import ResultError
from workers.layout import SOURCE
from workers.outcome import CommandRecord, Outcome
from workers.readers import coverage_json, doctest_log, junit, unittest_log
from workers.readers.counts import SuiteReport
from workers.readers.coverage_json import CoveredFile
from workers.readers.log_lines import most_telling, telling_lines

OUTCOME_LIMIT = 160 * 2**20  # bytes
NO_TESTS = "no tests found"


@attrs.frozen
class Subject:
    """What ingest must know of the snapshot: its first-party Python files, each with its number of code lines."""

    code_lines: dict[str, int]


def read_outcome(path: Path) -> tuple[Outcome | None, str]:
    """The outcome in the file, or None and why there is none."""
    try:
        data = load_json(path.read_bytes(), "the cell's outcome", OUTCOME_LIMIT)
        return facts.structure(data), ""
    except FileNotFoundError:
        return None, "its worker delivered no outcome"
    except (UntrustedInputError, ValueError, OSError) as error:
        return None, f"its worker delivered no readable outcome: {error}"


def cell_result(
    cell: Cell, engine: str, outcome: Outcome | None, why: str, reproduce: str, subject: Subject
) -> CellResult:
    """One cell as evidence; a cell without an outcome is not assessed, for the reason given."""
    if outcome is not None and (problem := _disbelieved(cell, outcome)):
        outcome, why = None, problem
    if outcome is None:
        outcome = Outcome(cell.id, engine, image=cell.image, fault=facts.INFRASTRUCTURE, reason=why, phase="start")
    report, integrity = _suite_report(outcome)
    if outcome.machine is not None and outcome.machine != MACHINES[cell.arch]:
        integrity.append(f"the cell is to be {cell.arch}, and the machine inside said {outcome.machine}")
    status, reason = _status(cell, outcome, report, integrity)
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
        tests=_counts(report, outcome),
        test_report=report.reader if report else None,
        failed_tests=report.failed_names if report else (),
        coverage=coverage,
        commands=tuple(Command(each.phase, each.command, each.exit, each.duration_s) for each in outcome.commands),
        log_tail=telling_lines(redacted(failing.log)) if failing and failing.exit != 0 else (),
        reproduce=reproduce if status != facts.PASSED else None,
        packages=outcome.packages,
        integrity=tuple(integrity),
        duration_s=outcome.duration_s,
    )


def _disbelieved(cell: Cell, outcome: Outcome) -> str | None:
    """Why this outcome is not taken for the cell's: a success counts only with the record of every command (T19)."""
    if outcome.cell != cell.id:
        return "its worker delivered the outcome of another cell"
    ended_well = {(each.phase, each.command) for each in outcome.commands if each.exit == 0}
    wanted = [("build", command) for command in cell.build] + [("test", command) for command in cell.test]
    missing = next((command for phase, command in wanted if (phase, command) not in ended_well), None)
    if outcome.fault is None and missing is not None:
        return f"its worker reports success without a record that `{missing}` succeeded"
    return None


def _status(cell: Cell, outcome: Outcome, report: SuiteReport | None, integrity: list[str]) -> tuple[str, str]:
    """passed, failed or not_assessed, and one sentence."""
    if outcome.fault == facts.INFRASTRUCTURE:
        return facts.NOT_ASSESSED, outcome.reason
    if outcome.phase == "build":
        return facts.FAILED, _with_telling_line(outcome)
    if report is not None and report.total:
        return _status_by_report(outcome, report, integrity)
    if outcome.fault == facts.PROJECT and not _pytest_found_nothing(outcome):
        return facts.FAILED, _with_telling_line(outcome)
    if not cell.test or report is not None or outcome.fault == facts.PROJECT:
        return facts.FAILED, NO_TESTS
    integrity.append("the test commands succeeded, but left no report that tells how many tests ran")
    return facts.PASSED, "the test commands succeeded; the tests could not be counted"


def _status_by_report(outcome: Outcome, report: SuiteReport, integrity: list[str]) -> tuple[str, str]:
    bad = report.failed + report.errors
    if bad:
        if outcome.fault is None:
            integrity.append(f"the test commands exited 0 although {bad} tests failed")
        return facts.FAILED, f"{bad} of {report.total} tests failed"
    if outcome.fault == facts.PROJECT:
        return facts.FAILED, f"{_with_telling_line(outcome)} ({report.passed} tests passed before)"
    if not report.passed:
        return facts.FAILED, f"all {report.total} tests were skipped"
    return facts.PASSED, f"{report.passed} of {report.total} tests passed" + (
        f", {report.skipped} skipped" if report.skipped else ""
    )


def _fault(status: str) -> str | None:
    if status == facts.PASSED:
        return None
    return facts.INFRASTRUCTURE if status == facts.NOT_ASSESSED else facts.PROJECT


def _phase(status: str, outcome: Outcome) -> str | None:
    if status == facts.PASSED:
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


def _counts(report: SuiteReport | None, outcome: Outcome) -> TestCounts | None:
    if report is not None:
        return TestCounts(report.total, report.passed, report.failed, report.errors, report.skipped)
    if outcome.fault == facts.INFRASTRUCTURE or outcome.phase == "build":
        return None
    return TestCounts() if not any(each.phase == "test" for each in outcome.commands) else None


def _suite_report(outcome: Outcome) -> tuple[SuiteReport | None, list[str]]:
    """Counts from the best report there is: JUnit files, else the logs of the test commands."""
    integrity: list[str] = []
    report: SuiteReport | None = None
    texts = [text for name, text in sorted(outcome.files.items()) if name.startswith("junit.xml")]
    for text in texts:
        try:
            read = junit.read(text)
        except ResultError as error:
            integrity.append(str(error))
        else:
            report = read if report is None else report + read
    if report is not None and report.total:
        return report, integrity
    return _from_logs(outcome) or report, integrity


def _from_logs(outcome: Outcome) -> SuiteReport | None:
    readers: tuple[Callable[[str], SuiteReport | None], ...] = (unittest_log.read, doctest_log.read)
    for read in readers:
        found = [read(each.log) for each in outcome.commands if each.phase == "test"]
        reports = [each for each in found if each is not None]
        if reports:
            return sum(reports[1:], reports[0])
    return None


def _coverage(outcome: Outcome, subject: Subject, integrity: list[str]) -> tuple[FileCoverage, ...] | None:
    """Coverage over our own list of files: those the report leaves out count as not covered (A11)."""
    measured: dict[str, CoveredFile] = {}
    for name, text in sorted(outcome.files.items()):
        if not name.startswith("coverage.json"):
            continue
        try:
            measured |= {file.path: file for file in coverage_json.read(text, SOURCE)}
        except ResultError as error:
            integrity.append(str(error))
    if not measured:
        return None
    return tuple(_covered(path, lines, measured.get(path)) for path, lines in sorted(subject.code_lines.items()))


def _covered(path: str, lines: int, file: CoveredFile | None) -> FileCoverage:
    if file is None:
        return FileCoverage(path, 0, lines, 0)
    return FileCoverage(path, file.covered, file.missing, file.excluded)
