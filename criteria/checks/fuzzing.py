"""fuzzing: the code is tried with generated input."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.code_shape import KIND, CodeShape
from criteria.evidence.safeguards import Safeguards
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "fuzzing"
TITLE = "The code is fuzzed"
WHY = "Input that nobody thought of finds faults that no written test finds."
HOW = (
    "First-party code and tests are searched for fuzz targets (libFuzzer, atheris, Go, Rust, Jazzer, FuzzTest) and "
    "the tree for the configuration of ClusterFuzzLite. Tests of laws over generated input count where the baseline "
    "says so. Code in memory-safe languages alone has no such subject where the baseline says so."
)
FIX = "Write a fuzz target for each function that reads foreign input, and run it on a schedule."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, "safeguards")

_UNSAFE = ("C", "C++", "CUDA", "Objective-C", "Fortran", "Cython", "Assembly", "OpenCL", "D", "Zig")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`property_tests` count; `unsafe_only`: not applicable without code in a language that is not memory-safe."""
    data: CodeShape = evidence[KIND].data
    safeguards: Safeguards = evidence["safeguards"].data
    required = "a fuzz target" + (" or tests over generated input" if parameters["property_tests"] else "")
    targets = [*data.fuzz_targets, *(data.property_tests if parameters["property_tests"] else ())]
    languages = {*data.measured, *data.unmeasured}
    if targets:
        found = f"{len(targets)} files, such as {printable(targets[0])}"
        return passed(found, Strength.E2, required=required, found=found)
    if safeguards.fuzzing:
        reason = (
            f"{printable(safeguards.fuzzing[0])} configures a service, and no target was found in code that is read"
        )
        return not_assessed(reason, required=required, found=printable(safeguards.fuzzing[0]))
    if not languages:
        return not_applicable("the census found no first-party code")
    if parameters["unsafe_only"] and not languages.intersection(_UNSAFE):
        return not_applicable(f"{ID}: all code is in memory-safe languages: {', '.join(sorted(languages)[:6])}")
    return failed("no fuzz target was found in code or tests", required=required, found="none")
