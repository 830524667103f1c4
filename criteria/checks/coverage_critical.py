"""QC.Uni01.1: code that the developers call critical is covered better."""

from criteria.cell_verdict import about_tests, strength
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.cells import CellResult, Cells, FileCoverage
from criteria.model import EvidenceSet, Finding, Outcome, Verdict
from criteria.printable import printable

ID = "QC.Uni01.1"
TITLE = "Critical code is covered better"
WHY = "A fault in the code that everything rests on costs most, so it deserves most tests."
HOW = (
    "Paths that the project itself calls critical or core, as components of its Codecov settings, are held against the "
    "coverage that the cells measured. Without such paths the rule has no subject."
)
FIX = "Name the critical paths, and write tests for the files among them that are listed as findings."
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("critical_paths",)

SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_coverage"])
    required = f"at least {minimum:.0%} of the statements of critical files"
    named: tuple[str, ...] = evidence["critical_paths"].data.patterns
    if not named:
        return not_applicable("QC.Uni01.1 is about code that is called critical, and the project calls none so")
    if "cells" not in evidence:
        return not_assessed(evidence.why_missing("cells"), required=required)
    cells: Cells = evidence["cells"].data
    usable = [cell for cell in cells.cells if cell.coverage and about_tests(cell).outcome is Outcome.PASS]
    if not usable:
        return not_assessed("coverage was measured in no cell whose tests passed", required=required)
    rated = [(cell, critical) for cell in usable if (critical := _critical(cell, named))]
    if not rated:
        return not_assessed(f"no measured file matches {printable(named[0])}", required=required)
    cell, files = max(rated, key=lambda item: (_share(item[1]), item[0].id))
    found = f"{_share(files):.1%} of the statements in {len(files)} critical files, measured in {cell.id}"
    if _share(files) < minimum:
        worst = sorted(files, key=lambda item: (-item.missing - item.excluded, item.path))[:SHOWN]
        findings = tuple(
            Finding(ID, f"{item.missing + item.excluded} statements are not covered.", item.path) for item in worst
        )
        return failed(found, findings, required=required, found=found)
    return passed(found, strength(cell), required=required, found=found)


def _critical(cell: CellResult, named: tuple[str, ...]) -> list[FileCoverage]:
    return [
        item
        for item in cell.coverage or ()
        if any(item.path == path or item.path.startswith(path.rstrip("/") + "/") for path in named)
    ]


def _share(files: list[FileCoverage]) -> float:
    """Excluded statements count as missing: what is critical is not excluded."""
    covered = sum(max(0, item.covered) for item in files)
    everything = covered + sum(max(0, item.missing) + max(0, item.excluded) for item in files)
    return covered / everything if everything else 0.0
