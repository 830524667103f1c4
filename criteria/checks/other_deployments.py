"""QC.Dep03.1: other ways to deploy may stand beside the common tool."""

from criteria.check import Parameters, not_applicable, passed
from criteria.deployment.model import Deployment
from criteria.deployment.subject import named
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Dep03.1"
TITLE = "Other ways to deploy stand beside the common tool"
WHY = "A container or a package serves those who do not use the common tool."
HOW = "The kinds of deployment modules in the tree are listed. This is an option: nobody fails by not taking it."
FIX = "Nothing is needed; a package recipe or a container file would serve more people."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Deployment = evidence["deployment"].data
    kinds = sorted({one.kind for one in data.deploying})
    if len(kinds) < 2:
        return not_applicable(
            f"{ID}/one-way: the tree holds {kinds[0] if kinds else 'no module'} and no other way beside it"
        )
    return passed(f"{len(kinds)} ways: {named(data)}", Strength.E2, found=", ".join(kinds))
