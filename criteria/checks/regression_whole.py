"""QC.Har03: for regression the whole set of tests and doubles is run."""

from criteria.cell_verdict import about_tests, strength
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.cells import CellResult, Cells
from criteria.model import EvidenceSet, Finding, Outcome, Verdict
from criteria.printable import printable

ID = "QC.Har03"
TITLE = "The whole set of tests is run"
WHY = "Tests that are skipped or left out find nothing, and nobody notices."
HOW = (
    "The cells run the project's tests. What was skipped is held against what ran, and the commands are searched for "
    "options that leave tests out. As the project's own harness reports it."
)
FIX = "Run the tests that are skipped, by installing what they need, and take out options that leave tests out."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("cells",)

_LEAVING_OUT = (
    "--deselect",
    "--ignore",
    "--lf",
    "--last-failed",
    "--maxfail",
    "--exitfirst",
    "--stepwise",
    "--exclude-regex",
)
SHOWN = 5


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """One cell with all tests is enough: another may lack what some tests need."""
    cells: Cells = evidence["cells"].data
    most = float(parameters["maximum_skipped"])
    required = f"at most {most:.0%} of the tests skipped, and no option that leaves tests out"
    counted = [cell for cell in cells.cells if cell.tests is not None and cell.tests.total > 0]
    usable = [cell for cell in counted if _ended(cell)]
    if not usable:
        return not_assessed("no cell ran tests that could be counted", required=required)
    best = min(usable, key=lambda cell: (_skipped(cell), cell.id))
    found = _found(best)
    left_out = [
        command
        for command in _commands(best)
        if any(option in command.split() or f"{option}=" in command for option in _LEAVING_OUT)
    ]
    if _skipped(best) > most:
        return failed(f"too many tests are skipped: {found}", required=required, found=found)
    if left_out:
        findings = tuple(
            Finding(ID, f"This command leaves tests out: {printable(command, 200)}") for command in left_out[:SHOWN]
        )
        return failed(f"tests are left out: {printable(left_out[0], 200)}", findings, required=required, found=found)
    return passed(f"as the project's harness reports: {found}", strength(best), required=required, found=found)


def _ended(cell: CellResult) -> bool:
    """The run came to its own end: tests that failed were run, but a run that broke off left the others out."""
    tests, outcome = cell.tests, about_tests(cell).outcome
    if tests is None or outcome is Outcome.NOT_ASSESSED:
        return False
    return outcome is Outcome.PASS or bool(tests.failed + tests.errors) or tests.skipped == tests.total


def _skipped(cell: CellResult) -> float:
    return cell.tests.skipped / cell.tests.total if cell.tests else 1.0


def _found(cell: CellResult) -> str:
    tests = cell.tests
    return f"{tests.total - tests.skipped:,} of {tests.total:,} tests were run in {cell.id}" if tests else "none"


def _commands(cell: CellResult) -> list[str]:
    return [command.command for command in cell.commands if command.phase == "test"]
