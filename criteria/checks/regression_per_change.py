"""QC.Har04: doubles and regression tests run with each change."""

from criteria.automated import Asked, judged
from criteria.automation.model import PER_CHANGE, Purpose
from criteria.check import Parameters
from criteria.evidence.test_census import TestCensus
from criteria.model import EvidenceSet, Verdict

ID = "QC.Har04"
TITLE = "The tests run with each change"
WHY = "A test that runs after the change is in finds the fault in front of everybody."
HOW = (
    "The configuration of continuous integration is read: a job that runs the tests on each push or change request, "
    "that "
    "can run, and whose failure is not masked. `echo` runs no test, whatever it says."
)
FIX = "Add a job that runs the tests on pull requests, and let a failing test fail the job."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation", "test_census")

REQUIRED = "the tests run on each change, in a job that can fail"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    census: TestCensus = evidence["test_census"].data
    functions = sum(file.functions for file in census.files) + census.inside
    prompts = census.doctests + census.sage_doctests
    agrees = (
        f"the tree holds {functions:,} test functions and {prompts:,} doctest prompts" if functions or prompts else None
    )
    return judged(evidence, Asked(ID, (Purpose.TESTS,), PER_CHANGE, "runs tests on each change", REQUIRED), agrees)
