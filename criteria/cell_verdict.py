"""What one cell says about the tests of the project: the law that the checks on cells share.

A harness runs in the same process as the code it tests and can be forged by it, so its word alone is never more than
"as the project's harness reports", and what does not fit together is never a pass (T19, A9).
"""

from criteria.check import failed, not_assessed, passed
from criteria.evidence.cells import CellResult, TestCounts
from criteria.model import Finding, Strength, Verdict

NAMED = 5  # failing tests in a sentence
LISTED = 100  # failing tests as findings
TEXT = 200  # characters of a name or a line from outside


def about_tests(cell: CellResult) -> Verdict:
    """Fail is the project's, `not_assessed` is ours or nobody's, pass means that tests ran and none failed."""
    if cell.status == "not_assessed" or cell.fault == "infrastructure":
        return not_assessed(f"could not run: {cell.reason or 'no reason was given'}")
    tests = cell.tests
    if cell.phase == "build":
        return failed(_ended(cell), _lines(cell))
    if tests is not None and tests.failed + tests.errors:
        return failed(_failing(cell, tests), _names(cell))
    if tests is not None and tests.total == 0:
        return failed("no tests found: the suite ran and counted none", _lines(cell))
    if tests is not None and not tests.passed and tests.skipped == tests.total:
        return failed(f"all {tests.total:,} tests were skipped")
    if cell.status == "failed":
        return failed(_ended(cell), (*_names(cell), *_lines(cell)))
    if cell.integrity:
        return not_assessed(f"integrity: {'; '.join(line[:TEXT] for line in cell.integrity[:NAMED])}")
    return _claimed(cell, tests)


def _claimed(cell: CellResult, tests: TestCounts | None) -> Verdict:
    """The cell ended well and nobody objects: what it can show for it."""
    if tests is None:
        return not_assessed(_uncounted(cell))
    if tests.passed <= 0 or tests.passed + tests.skipped != tests.total:
        return not_assessed(f"integrity: the counts of the test report do not add up to {tests.total:,}")
    skipped = f", {tests.skipped:,} skipped" if tests.skipped else ""
    if cell.retried:  # never silently green: what fails now and then is present, and no more
        names = ", ".join(name[:TEXT] for name in cell.flaky_tests[:NAMED])
        return passed(f"{tests.passed:,} passed{skipped}, {cell.retried:,} of them on retry: {names}", Strength.E1)
    if unreached := [stratum for stratum in cell.reached if stratum.ran < stratum.files]:
        ran, files = sum(each.ran for each in cell.reached), sum(each.files for each in cell.reached)
        return passed(
            f"{tests.passed:,} passed{skipped}, in {ran:,} of {files:,} test files: the time was up in the stratum"
            f" {unreached[0].name!r}", Strength.E2
        )  # fmt: skip
    return passed(f"{tests.passed:,} passed{skipped}", strength(cell))


def strength(cell: CellResult) -> Strength:
    """E4 asks for a sandbox (V2); code that ran as the user on the user's machine earns E3."""
    return Strength.E3 if not cell.isolation or cell.isolation.startswith("none") else Strength.E4


def _uncounted(cell: CellResult) -> str:
    if not any(command.phase == "test" for command in cell.commands):
        return "no test command was run: none is declared and none was recognised; name one under `test` in .assay.yml"
    return "the test command ended well but left nothing that can be counted; write a JUnit report and name it"


def _failing(cell: CellResult, tests: TestCounts) -> str:
    bad = tests.failed + tests.errors
    names = ", ".join(name[:TEXT] for name in cell.failed_tests[:NAMED])
    more = f" and {bad - NAMED:,} more" if names and bad > NAMED else ""
    return f"{bad:,} of {tests.total:,} tests failed" + (f": {names}{more}" if names else "")


def _ended(cell: CellResult) -> str:
    """The phase that failed, and what the cell says of it."""
    phase = f"{cell.phase or 'run'} failed"
    return cell.reason if cell.reason.startswith(phase) else f"{phase}: {cell.reason}"


def _names(cell: CellResult) -> tuple[Finding, ...]:
    return tuple(Finding("test-failed", f"{cell.id}: {name[:TEXT]}") for name in cell.failed_tests[:LISTED])


def _lines(cell: CellResult) -> tuple[Finding, ...]:
    lines = [line[:TEXT] for line in cell.log_tail if line.strip()][-10:]
    return tuple(Finding("log", f"{cell.id}: {line}") for line in lines)
