"""QC.Uni03: coverage is checked with each change."""

from criteria.automated import Asked, judged
from criteria.automation.model import PER_CHANGE, Automation, Purpose, Step, runs
from criteria.check import Parameters
from criteria.model import EvidenceSet, Verdict
from criteria.printable import printable

ID = "QC.Uni03"
TITLE = "Coverage is checked with each change"
WHY = "Coverage falls change by change; only who sees it with the change can still ask for the missing test."
HOW = (
    "The configuration of continuous integration is read: a job that measures or reports coverage on each push or "
    "change "
    "request, that can run, and whose failure is not masked."
)
FIX = "Measure coverage in the job that tests pull requests, and let a fall below the limit fail it."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation",)

REQUIRED = "coverage that is measured on each change, in a job that can fail"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    automation: Automation = evidence["automation"].data
    agrees = f"{printable(automation.coverage[0].path)} configures coverage" if automation.coverage else None
    asked = Asked(ID, (Purpose.COVERAGE,), PER_CHANGE, "measures coverage on each change", REQUIRED)
    return judged(evidence, asked, agrees, measured_by_settings(automation))


def measured_by_settings(automation: Automation) -> tuple[Step, ...]:
    """Runs of the tests that measure coverage because the settings of pytest say so for every run."""
    if not any(setting.always for setting in automation.coverage):
        return ()
    return tuple(step for step in runs(automation, Purpose.TESTS, PER_CHANGE) if "pytest" in step.command)
