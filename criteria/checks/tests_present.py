"""tests-present: tests are written, with the data they need."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.census import Census
from criteria.evidence.test_census import APART, BESIDE, INSIDE, TestCensus
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "tests-present"
TITLE = "The software comes with tests"
WHY = "Only with the tests can others see that it works for them as it did for its authors."
HOW = (
    "Test functions and doctest prompts of first-party code are counted by a scan of the text, wherever they lie. A "
    "file that is only called a test counts for nothing. Test data are told by their folders and shown."
)
FIX = "Write a first test that calls the software and compares a result, and commit the data it needs."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("test_census", "census")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_tests`: functions and doctest prompts together."""
    tests: TestCensus = evidence["test_census"].data
    census: Census = evidence["census"].data
    minimum = int(parameters["minimum_tests"])
    required = f"at least {minimum} test functions or doctests"
    functions = sum(tests.functions(place) for place in (APART, BESIDE, INSIDE))
    prompts = tests.doctests + tests.sage_doctests
    data = sum(1 for file in census.files if (file.apart or "").startswith("fixture"))
    found = (
        f"{functions:,} test functions in {len(tests.files):,} files, {prompts:,} doctest prompts, "
        f"{data:,} files of test data"
    )
    if functions + prompts >= minimum:
        return passed(found, Strength.E2, required=required, found=found)
    if tests.unread:
        return not_assessed(
            f"test files could not be read, such as {printable(tests.unread[0])}", required=required, found=found
        )
    if not census.programming_lines and not any(file.apart for file in census.files):
        return not_applicable("the census found no file in a programming language")
    reason = f"there are {functions + prompts} tests"
    if hint := left_out(evidence):
        return not_assessed(reason + hint, required=required, found=found)
    return failed(reason, required=required, found=found)
