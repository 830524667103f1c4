"""QC.Har01: the tests use doubles: dummies, fakes, stubs, spies, mocks."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.doubles import Doubles
from criteria.evidence.test_census import TestCensus
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Har01"
TITLE = "The tests use test doubles"
WHY = "A double in the place of a network, a clock or a service lets a test fail for one reason alone, and at once."
HOW = "Libraries of doubles and classes named as such are looked for in the files of tests."
FIX = "Replace slow or changing neighbours in the tests by doubles, for instance with unittest.mock or monkeypatch."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("doubles", "test_census")

_REQUIRED = "test doubles in the tests"
SHOWN = 10


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    doubles: Doubles = evidence["doubles"].data
    census: TestCensus = evidence["test_census"].data
    names = ", ".join(doubles.libraries) or "none"
    found = f"{doubles.in_tests} of {doubles.test_files} files of tests use doubles: {names}"
    if doubles.in_tests:
        files = [file for file in doubles.files if file.place == "tests"][:SHOWN]
        findings = tuple(Finding(ID, f"It uses {', '.join(file.libraries)}.", file.path) for file in files)
        by_library = set(doubles.libraries) - {"doubles by hand"}
        return passed(
            found, Strength.E3 if by_library else Strength.E2, required=_REQUIRED, found=found, findings=findings
        )
    if census.unread:
        return not_assessed(f"{len(census.unread)} files of tests could not be read", required=_REQUIRED, found=found)
    if not census.files and not census.inside and (hint := left_out(evidence)):
        return not_assessed("no test function was found" + hint, required=_REQUIRED, found=found)
    if not census.files and not census.inside:
        return not_applicable("QC.Uni02 found no test function that could use a double")
    return failed("no test uses a double", required=_REQUIRED, found=found)
