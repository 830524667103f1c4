"""machine-files: files of the asked kind are in the tree and hold what they promise."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.code_shape import CodeShape
from criteria.evidence.interfaces import INTERFACE, KIND, Interfaces
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "machine-files"
TITLE = "Machine-readable files of the asked kind are present"
WHY = "What a program can read needs no person to explain it, and can be checked."
HOW = (
    "Interface descriptions (OpenAPI, Python stubs, Protocol Buffers and others), provenance (in-toto, RO-Crate, PROV) "
    "and bills of materials (SPDX, CycloneDX) are found by name and opened; each must hold what its format holds. "
    "`py.typed` counts where functions are annotated, public headers where pkg-config or CMake leads to them."
)
FIX = "Describe the interface in the form of your language, for example annotations with a py.typed, or OpenAPI."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, "code_shape")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`roles` that count; `minimum_annotated`: share of Python functions with annotations beside a `py.typed`."""
    data: Interfaces = evidence[KIND].data
    roles = tuple(parameters["roles"])
    required = f"a file of the kind {' or '.join(roles)} that holds what it promises"
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file")
    shape: CodeShape = evidence["code_shape"].data
    found = [f"{one.format}: {printable(one.path)}" for one in data.of(*roles)]
    notes: list[Finding] = [Finding(ID, f"{one.reason}.", one.path) for one in data.hollow]
    if INTERFACE in roles:
        if not shape.files and not found:
            return not_applicable(f"{ID}: no first-party code was found that could have an interface")
        found += _typed(data, shape, float(parameters["minimum_annotated"]), notes)
        found += [f"{data.headers} headers through {printable(path)}" for path in data.link_files[:1] if data.headers]
    if not found:
        return failed(f"no {' or '.join(roles)} file was found", tuple(notes), required=required, found="none")
    reason = f"{len(found)} found, such as {', '.join(found[:3])}"
    return passed(reason, Strength.E2, required=required, found=reason, findings=tuple(notes))


def _typed(data: Interfaces, shape: CodeShape, minimum: float, notes: list[Finding]) -> list[str]:
    """The marker promises annotations; without them it is hollow."""
    if not data.typed:
        return []
    share = shape.annotated / shape.python_functions if shape.python_functions else 0.0
    if share >= minimum:
        return [f"annotations: {printable(data.typed[0])}, {share:.0%} of the functions"]
    notes.append(Finding(ID, f"It promises types, and {share:.0%} of the functions have them.", data.typed[0]))
    return []
