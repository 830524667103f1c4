"""The repositories that a project is made of, as far as its forge evidence or its metadata say."""

from criteria.evidence.documents import Documents
from criteria.evidence.forge import KIND, Forge, ProjectRepository
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet
from criteria.printable import printable


def repositories(evidence: EvidenceSet) -> tuple[ProjectRepository, ...] | None:
    """Each once; None where nothing lists them."""
    if KIND not in evidence:
        return None
    forge: Forge = evidence[KIND].data
    if forge.repositories is None:
        return None
    return tuple({part.repository.lower(): part for part in forge.repositories}.values()) or None


def only_one(evidence: EvidenceSet) -> str | None:
    """Says that the project is one repository, and who declares it; None where that is not so, or not known."""
    listed = repositories(evidence)
    if listed is not None:
        one = listed[0].repository
        return f"the forge evidence declares one repository, {printable(one)}" if len(listed) == 1 else None
    documents: Documents = evidence["documents"].data
    workflow: Workflow = evidence["workflow"].data
    declared = documents.name.repositories
    if len(declared) == 1 and not workflow.submodules:
        return f"the metadata declare one repository, {printable(declared[0])}, and it holds no submodule"
    return None
