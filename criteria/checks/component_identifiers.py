"""component-identifiers: each distinct component of the software has an identifier of its own."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.components import KIND, Components, duplicated
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "component-identifiers"
TITLE = "Each component has its own identifier"
WHY = "Who uses or cites one part of a large software has to be able to name that part."
HOW = (
    "Components are the folders with a manifest of their own. Each must declare a name that no other component bears; "
    "the SWHID of its folder, computed from the git objects, is the identifier that anybody can compute again."
)
FIX = "Give every component its own name in its manifest, and do not keep the same component twice."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "a name and a SWHID for each component, none given twice"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Components = evidence[KIND].data
    if data.truncated:
        return not_assessed(
            f"there are more than {len(data.components)} components; not all were read", required=_REQUIRED
        )
    if not data.several:
        return not_applicable(f"{ID}: the tree holds one component, the software itself")
    count = len(data.components)
    twice = list(duplicated(data))
    copies = count - len({component.swhid for component in data.components})
    if twice or copies:
        findings = tuple(
            Finding(ID, f"{printable(component.name)} is declared by more than one manifest.", component.manifest)
            for component in data.components
            if component.name.lower() in twice
        )
        reason = f"{len(twice)} names are borne by several components" if twice else f"{copies} components are copies"
        return failed(reason, findings, required=_REQUIRED, found=f"{count} components")
    shown = ", ".join(f"{printable(one.name)} {one.swhid}" for one in data.components[:3])
    return passed(f"{count} components, each with its own name and SWHID, such as {shown}", Strength.E3,
                  required=_REQUIRED, found=f"{count} components")  # fmt: skip
