"""QC.Har02: test doubles are in the repository, apart from the main code."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.doubles import Doubles
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Har02"
TITLE = "Test doubles stand apart from the main code"
WHY = "A double in the main code can take the place of the real thing in production."
HOW = "Uses of libraries of doubles are located: in files of tests, or in the main code."
FIX = "Move the doubles from the files listed as findings to the folder of tests."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("doubles",)

SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    doubles: Doubles = evidence["doubles"].data
    most = float(parameters["maximum_share_in_code"])
    total = doubles.in_tests + doubles.in_code
    required = f"at most {most:.0%} of the files with doubles among the main code"
    if not total:
        return not_applicable("QC.Har01 found no test double that would have to stand apart")
    found = f"{doubles.in_tests} files of tests and {doubles.in_code} files of main code use doubles"
    inside = [file for file in doubles.files if file.place != "tests"][:SHOWN]
    findings = tuple(Finding(ID, "The main code uses test doubles.", file.path) for file in inside)
    if doubles.in_code > most * total:
        return failed(found, findings, required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found, findings=findings)
