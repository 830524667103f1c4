"""QC.Uni04: measuring coverage is automated."""

from criteria.automated import Asked, judged
from criteria.automation.model import BY_ITSELF, Automation, Purpose
from criteria.check import Parameters
from criteria.checks.coverage_per_change import measured_by_settings
from criteria.model import EvidenceSet, Verdict
from criteria.printable import printable

ID = "QC.Uni04"
TITLE = "Measuring coverage is automated"
WHY = "A number that somebody has to measure by hand is out of date."
HOW = (
    "A job of the continuous integration that measures or reports coverage, starts by itself, can run and can fail; "
    "and "
    "the settings of coverage in the tree."
)
FIX = "Configure coverage in the tree, and measure it in a job that runs by itself."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation",)

REQUIRED = "coverage configured, and measured in a job that starts by itself and can fail"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    automation: Automation = evidence["automation"].data
    agrees = f"{printable(automation.coverage[0].path)} configures coverage" if automation.coverage else None
    asked = Asked(ID, (Purpose.COVERAGE,), BY_ITSELF, "measures coverage by itself", REQUIRED)
    return judged(evidence, asked, agrees, measured_by_settings(automation))
