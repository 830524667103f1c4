"""QC.Dep05: deployment modules lie in the developers' own repositories."""

from criteria.check import Parameters, not_assessed, passed
from criteria.deployment.elsewhere import module_repositories, own_repositories, owner
from criteria.deployment.model import Deployment
from criteria.deployment.subject import named, no_module, no_subject
from criteria.metadata.project_name import aliases, folded
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Dep05"
TITLE = "Deployment modules lie in the developers' own repositories"
WHY = "A module that the developers keep is found by users and mended together with the software."
HOW = (
    "Modules in the assessed tree lie where the sources do. Where documents name a repository that is called like a "
    "module, its owner is compared with that of the project."
)
FIX = "Move the module into the organisation of the project, or commit it with the sources."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment", "documents", "retrieval")

_REQUIRED = "modules in repositories of the project's owner"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where the repository that holds them is one that the metadata declare as the project's."""
    data: Deployment = evidence["deployment"].data
    if data.deploying:
        declared = evidence["documents"].data.name.repositories
        fetched = own_repositories(evidence)
        strength = Strength.E3 if declared and fetched == frozenset(declared) else Strength.E2
        reason = f"they lie in the assessed repository itself: {named(data)}"
        return passed(reason, strength, required=_REQUIRED, found=f"{len(data.deploying)} modules in the tree")
    owners = {owner(one) for one in own_repositories(evidence)}
    own = aliases((*data.names, *(one.rpartition("/")[2] for one in own_repositories(evidence))))
    elsewhere = module_repositories(evidence)
    for one in elsewhere:
        name = folded(one.rpartition("/")[2])
        if owner(one) in owners and any(alias in name for alias in own if len(alias) > 2):
            reason = f"documents name {printable(one)}, of the same owner and with the name of the project"
            return passed(reason, Strength.E2, required=_REQUIRED, found=printable(one))
    verdict = None if elsewhere else no_subject(ID, data)
    return verdict or no_module(evidence, _REQUIRED) or not_assessed("no module is known", required=_REQUIRED)
