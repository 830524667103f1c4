"""functional-correctness: results are compared with reference values, and the comparison holds."""

from criteria.check import Parameters, failed, not_applicable
from criteria.checks import tests_pass
from criteria.evidence.code_shape import KIND, CodeShape
from criteria.joined import asked
from criteria.model import EvidenceSet, Outcome, Verdict

ID = "functional-correctness"
TITLE = "Results agree with reference values"
WHY = "Software that computes is right when its numbers are, within what rounding allows."
HOW = (
    "Tests are searched for comparisons with a tolerance: without one the rule fails. Whether they hold is told by the "
    "run of the tests in the cells of the matrix, and stays open without one."
)
FIX = "Compare results with published or independently computed values, with a stated tolerance, and run the tests."
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (KIND, "test_census")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_comparisons` with a tolerance, in tests or doctests."""
    data: CodeShape = evidence[KIND].data
    minimum = int(parameters["minimum_comparisons"])
    required = f"at least {minimum} comparisons with a tolerance in tests that pass"
    if not data.files and not data.test_files:
        return not_applicable("the census found no first-party code")
    found = f"{data.tolerance:,} comparisons with a tolerance in {data.tolerance_files:,} files"
    if data.tolerance < minimum:
        return failed(found, required=required, found=found)
    verdict = asked(tests_pass, evidence, parameters)
    reason = f"{found}; tests: {verdict.reason}"
    strength = verdict.strength if verdict.outcome is Outcome.PASS else None
    return Verdict(verdict.outcome, reason, strength, required, found, verdict.findings)
