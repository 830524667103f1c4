"""changes-tested: tests that can fail ran on changes before they were merged."""

from criteria.check import Parameters
from criteria.checks import merged_when_green, regression_per_change
from criteria.joined import all_of, asked
from criteria.model import EvidenceSet, Verdict

ID = "changes-tested"
TITLE = "Tests ran on changes before they were merged"
WHY = "What was not tested before it was merged is tested by users."
HOW = (
    "Joins two rules: the tree configures a test step for changes that runs and can fail, and the forge shows that "
    "changes were merged with their checks succeeded. A check that only has the name of a test counts for nothing."
)
FIX = "Run the tests on every change request, let them fail the job, and require the job before a merge."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The parameters of the two rules, in one."""
    parts = {"configured": regression_per_change, "merged": merged_when_green}
    return all_of({name: asked(check, evidence, parameters) for name, check in parts.items()})
