"""QC.Uni01: the tests cover enough of the code, by statements."""

import attrs

from criteria.cell_verdict import about_tests, strength
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence import cells
from criteria.evidence.cells import CellResult, Cells, FileCoverage
from criteria.model import EvidenceSet, Finding, Outcome, Verdict

ID = "QC.Uni01"
TITLE = "Tests cover the code"
WHY = "Statements that no test ever runs can be wrong without anybody knowing."
HOW = (
    "Statements are counted over all first-party files that were measured, not over a list the project chose. "
    "Statements that the project excluded count as missing beyond the share the baseline allows. Of several cells the "
    "one with the highest coverage counts, if all its tests ran and passed; it is named."
)
FIX = "Write tests for the files with most missing statements, listed as findings."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (cells.KIND,)

SHOWN = 20  # files in the verdict


@attrs.frozen
class _Sum:
    """Statements of all files of one cell. `counted`: coverage by our denominator, `claimed`: without the excluded."""

    cell: CellResult
    covered: int
    missing: int
    excluded: int
    over: int  # excluded statements that count as missing

    @property
    def counted(self) -> float:
        return self.covered / (self.covered + self.missing + self.over)

    @property
    def claimed(self) -> str:
        measured = self.covered + self.missing
        return f"{self.covered / measured:.1%}" if measured else "nothing"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """Only a cell in which the tests ran and passed says how much they cover."""
    data: Cells = evidence[cells.KIND].data
    minimum, maximum_excluded = parameters["minimum_coverage"], parameters["maximum_excluded"]
    required = f"at least {minimum:.0%} of the statements, with at most {maximum_excluded:.0%} excluded"
    measured = [total for cell in data.cells if (total := _sum(cell, maximum_excluded)) is not None]
    if not measured:
        return not_assessed("coverage was measured in no cell", required=required)
    usable = [total for total in measured if about_tests(total.cell).outcome is Outcome.PASS]
    if not usable:
        cell = measured[0].cell
        reason = f"coverage was measured only where the tests did not run to a good end: {cell.id}"
        return not_assessed(f"{reason}: {about_tests(cell).reason}", required=required)
    if (gap := _gap(data, parameters["minimum_share"])) is not None:
        return not_assessed(gap, required=required, found=_found(usable[0]))
    best = max(usable, key=lambda total: (total.counted, total.cell.id))
    if best.counted < minimum:
        return failed(_sentence(best), _findings(best.cell), required=required, found=_found(best))
    return passed(
        _sentence(best), strength(best.cell), required=required, found=_found(best), findings=_findings(best.cell)
    )


def _gap(data: Cells, minimum_share: float) -> str | None:
    """Coverage of the Python scripts says nothing about a Fortran code (L1)."""
    unmeasured = sum(data.unmeasured.values())
    if not unmeasured or data.measurable / (data.measurable + unmeasured) >= minimum_share:
        return None
    names = ", ".join(sorted(data.unmeasured, key=lambda name: (-data.unmeasured[name], name))[:3])
    everything = data.measurable + unmeasured
    return (
        f"coverage was measured for {data.measurable:,} of {everything:,} first-party lines of code"
        f" ({data.measurable / everything:.0%}); at least {minimum_share:.0%} is needed, and not for {names}"
    )


def _sum(cell: CellResult, maximum_excluded: float) -> _Sum | None:
    """None where no statement was seen at all."""
    files = cell.coverage or ()
    covered, missing, excluded = (
        sum(max(0, getattr(file, name)) for file in files) for name in ("covered", "missing", "excluded")
    )
    everything = covered + missing + excluded
    if not everything:
        return None
    over = max(0, excluded - int(maximum_excluded * everything))
    if covered + missing + over == 0:
        return None
    return _Sum(cell, covered, missing, excluded, over)


def _sentence(total: _Sum) -> str:
    excluded = f"; {total.excluded:,} statements are excluded by the project" if total.excluded else ""
    over = f", of which {total.over:,} count as missing ({total.claimed} without them)" if total.over else ""
    files = len(total.cell.coverage or ())
    return f"{_found(total)} in {files:,} files, measured in {total.cell.id}{excluded}{over}"


def _found(total: _Sum) -> str:
    return f"{total.covered:,} of {total.covered + total.missing + total.over:,} statements ({total.counted:.1%})"


def _findings(cell: CellResult) -> tuple[Finding, ...]:
    files = [file for file in cell.coverage or () if _uncovered(file) > 0]
    worst = sorted(files, key=lambda file: (-_uncovered(file), file.path))[:SHOWN]
    return tuple(
        Finding("uncovered", f"{_uncovered(file):,} of {_uncovered(file) + file.covered:,} statements", file.path)
        for file in worst
    )


def _uncovered(file: FileCoverage) -> int:
    return file.missing + file.excluded
