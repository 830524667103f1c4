"""QC.Rev03.4: a change brings its tests."""

from criteria.census.kinds import CODE, TESTS
from criteria.changes.practice import findings, no_history, practice, too_few
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.test_census import TestCensus
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Rev03.4"
TITLE = "A change of the code brings its tests"
WHY = "A defect that has its test does not come back unseen, and a feature without one breaks unseen."
HOW = (
    "For the newest changes the paths that each one touched are compared: of those that touch code, how many touch "
    "tests too. Where tests stand in the code itself, as doctests do, paths do not tell, and the rule stays open."
)
FIX = "Let reviewers ask for a test with every change of the code."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow", "test_census")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_share"])
    required = f"at least {minimum:.0%} of the changes that touch code touch tests too"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    found = practice(workflow.changes)
    compared = [change for change in found.changes if change.touched is not None]
    code = [change for change in compared if CODE in (change.touched or ())]
    few = too_few(found, int(parameters["minimum_changes"]), required=required)
    if few is not None:
        return few
    if compared and not code:
        return not_applicable(f"{ID} speaks of changes of the code; none of the newest {len(compared)} touched it")
    without = [change for change in code if TESTS not in (change.touched or ())]
    figure = f"{len(code) - len(without)} of {len(code)} changes that touch code touch tests too"
    shown = {"required": required, "found": figure}
    if not code:
        return not_assessed("the paths of the newest changes could not be compared", **shown)
    if len(code) - len(without) >= minimum * len(code):
        return passed(figure, Strength.E2, **shown)
    tests: TestCensus = evidence["test_census"].data
    if tests.doctests or tests.inside:
        reason = f"{figure}; tests stand in the code itself too, and paths do not tell which changes brought some"
        return not_assessed(reason, **shown)
    return failed(figure, findings(ID, without, "it touches code and no tests"), **shown)
