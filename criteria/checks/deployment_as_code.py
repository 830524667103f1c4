"""QC.Dep02: deployment modules are treated as code."""

from criteria.check import Parameters, not_assessed, passed
from criteria.deployment.model import Deployment
from criteria.deployment.subject import named, no_module, no_subject
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Dep02"
TITLE = "Deployment modules are treated as code"
WHY = "What is under version control can be reviewed, compared and taken back."
HOW = (
    "The modules that QC.Dep01 found are text in the assessed commit, so they have the history of the code. The "
    "baseline describes this and asks for nothing; the rule decides nothing."
)
FIX = "Commit the modules by which you deploy, as text, where changes to them are reviewed."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment", "documents", "retrieval")

_REQUIRED = "deployment modules under version control"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Deployment = evidence["deployment"].data
    retrieval: Retrieval = evidence["retrieval"].data
    verdict = no_subject(ID, data) or no_module(evidence, _REQUIRED)
    if verdict is not None:
        return verdict
    if not retrieval.versioned:
        return not_assessed("an archive carries no history", required=_REQUIRED, found=named(data))
    return passed(f"under version control: {named(data)}", Strength.E2, required=_REQUIRED, found=named(data))
