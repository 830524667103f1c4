"""QC.Uni02: the tests are in the repository, apart from the main code."""

from collections.abc import Sequence

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.test_census import APART, BESIDE, CONVENTION_BESIDE, INSIDE, TestCensus, TestFile
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Uni02"
TITLE = "Tests are in the repository, apart from the main code"
WHY = "Tests that are easy to find are run and extended, and what is shipped stays free of them."
HOW = (
    "Test functions are counted by a scan of the text and located. Files beside the code count where the language asks "
    "for that, and so do doctests, which live in documentation: each file with some counts as one test."
)
FIX = "Move test files into a folder named tests."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("test_census",)

_REQUIRED = "most test functions in a folder of tests; doctests and the convention of a language are accepted"
_SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    census: TestCensus = evidence["test_census"].data
    found = _found(census)
    among = [file for file in census.files if file.place == BESIDE and file.language not in CONVENTION_BESIDE]
    mixed = sum(file.functions for file in among)
    good = census.functions(APART) + census.functions(BESIDE) - mixed
    if mixed >= good and 0 < mixed < census.doctest_files:
        reason = (
            f"doctests in {census.doctest_files:,} files are the tests; {mixed:,} test functions stand among the code"
        )
        return passed(reason, Strength.E2, required=_REQUIRED, found=found, findings=_findings(among))
    if mixed and mixed >= good:
        reason = "most test functions lie among the main code"
        return failed(reason, _findings(among), required=_REQUIRED, found=found)
    if good:
        return passed(
            f"{good:,} test functions stand apart from the main code", Strength.E3, required=_REQUIRED, found=found
        )
    if census.unread:
        return not_assessed(
            f"test files could not be read, such as {printable(census.unread[0])}", required=_REQUIRED, found=found
        )
    if census.doctests + census.sage_doctests or census.functions(INSIDE):
        reason = "the tests are doctests, or written where the language puts them"
        return passed(reason, Strength.E2, required=_REQUIRED, found=found)
    reason = "no test function and no doctest was found"
    if hint := left_out(evidence):
        return not_assessed(reason + hint, required=_REQUIRED, found=found)
    return failed(reason, required=_REQUIRED, found=found)


def _findings(among: Sequence[TestFile]) -> tuple[Finding, ...]:
    return tuple(Finding(ID, "This test file lies among the main code.", file.path) for file in among[:_SHOWN])


def _found(census: TestCensus) -> str:
    parts = [
        f"{census.functions(APART):,} test functions in folders of tests",
        f"{census.functions(BESIDE):,} beside the code",
        f"{census.inside:,} inside it",
        f"{census.doctests + census.sage_doctests:,} doctest prompts in {census.doctest_files:,} files",
    ]
    return ", ".join(parts)
