"""QC.Uni01@devel: the tests of the project pass, run by us at this commit."""

from collections.abc import Sequence

from criteria.cell_verdict import about_tests
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence import cells, test_census
from criteria.evidence.cells import Cells
from criteria.model import EvidenceSet, Outcome, Strength, Verdict

ID = "QC.Uni01@devel"
TITLE = "The tests pass"
WHY = "Only tests that somebody else can build and run show that the software does what it says."
HOW = (
    "Each cell of the matrix builds the commit and runs its tests without network. Tests have to be found, to be "
    "executed and to pass in every cell; exit codes are held against the counts of the report. The outcome is what "
    "the project's own harness reports; a suite without any assertion shows nothing. A cell that could not run on our "
    "side leaves the rule open."
)
FIX = "Run the command shown under `reproduce` for the cell that failed, and correct what it reports first."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (cells.KIND,)

REQUIRED = "in every cell tests are found and executed, and none fails"
SHOWN = 5  # cells in a sentence


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The worst known cell decides; an unknown one is never better than a pass (V1)."""
    data: Cells = evidence[cells.KIND].data
    verdicts = [(cell.id, about_tests(cell)) for cell in data.cells]
    if not verdicts:
        return not_assessed("no cell was run", required=REQUIRED)
    found = _found([verdict for _, verdict in verdicts])
    if (empty := _vacuous(evidence)) and any(verdict.outcome is Outcome.PASS for _, verdict in verdicts):
        return failed(empty, required=REQUIRED, found=found)
    bad = _of(verdicts, Outcome.FAIL)
    if bad:
        findings = tuple(finding for _, verdict in bad for finding in verdict.findings)
        return failed(_sentence(bad), findings, required=REQUIRED, found=found)
    unknown = _of(verdicts, Outcome.NOT_ASSESSED)
    if unknown:
        return not_assessed(_sentence(unknown), required=REQUIRED, found=found)
    strength = min((verdict.strength for _, verdict in verdicts if verdict.strength is not None), default=Strength.E3)
    reason = f"as the project's harness reports: {_sentence(verdicts)}"
    return passed(reason, strength, required=REQUIRED, found=found)


def _vacuous(evidence: EvidenceSet) -> str | None:
    """A suite that asks nothing passes whatever the code does (A9)."""
    if test_census.KIND not in evidence:
        return None
    count = evidence[test_census.KIND].data.vacuous
    return f"none of the {count:,} test functions holds an assertion that can fail" if count else None


def _of(verdicts: Sequence[tuple[str, Verdict]], outcome: Outcome) -> list[tuple[str, Verdict]]:
    return [(id_, verdict) for id_, verdict in verdicts if verdict.outcome is outcome]


def _sentence(verdicts: Sequence[tuple[str, Verdict]]) -> str:
    more = f"; and {len(verdicts) - SHOWN} more cells" if len(verdicts) > SHOWN else ""
    return "; ".join(f"{id_}: {verdict.reason}" for id_, verdict in verdicts[:SHOWN]) + more


def _found(verdicts: Sequence[Verdict]) -> str:
    outcomes = [verdict.outcome for verdict in verdicts]
    good, bad = outcomes.count(Outcome.PASS), outcomes.count(Outcome.FAIL)
    return f"{len(outcomes)} cells: {good} passed, {bad} failed, {len(outcomes) - good - bad} not assessed"
