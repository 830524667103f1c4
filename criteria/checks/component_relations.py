"""component-relations: metadata say which components belong together."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.components import KIND, Components
from criteria.evidence.statements import Statements
from criteria.metadata.statements import HAS_PART, PART_OF
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "component-relations"
TITLE = "The relations between components are in the metadata"
WHY = "A catalogue can only lead from the whole to its parts, and back, where the metadata name them."
HOW = (
    "`hasPart` and `isPartOf` of codemeta.json and .zenodo.json, the modules of a POM, and the tables of workspaces in "
    "manifests are read and compared with the components found in the tree."
)
FIX = "List the components under hasPart in codemeta.json, or in the workspace table of the main manifest."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, "statements")

_REQUIRED = "metadata or a workspace table that name the components"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where a name in the metadata is that of a component of the tree, else E2."""
    data: Components = evidence[KIND].data
    stated: Statements = evidence["statements"].data
    if not data.several:
        return not_applicable(f"{ID}: the tree holds one component, the software itself")
    parts = [*stated.of(HAS_PART), *stated.of(PART_OF)]
    known = {component.name.lower() for component in data.components} | {one.folder for one in data.components}
    if data.workspace:
        reason = f"{data.workspace} lists {len(data.members)} members of the workspace"
        return passed(reason, Strength.E3, required=_REQUIRED, found=data.workspace)
    if parts:
        confirmed = any(name and name in one.value.lower() for one in parts for name in known)
        reason = f"{printable(parts[0].path)} names {len(parts)} related components"
        return passed(reason, Strength.E3 if confirmed else Strength.E2, required=_REQUIRED, found=reason)
    count = len(data.components)
    return failed(f"nothing says how the {count} components belong together", required=_REQUIRED, found="none")
