"""QC.Dep03: the project deploys with one common tool."""

from criteria.changes.components import only_one
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.deployment.model import MANAGEMENT, Deployment
from criteria.deployment.subject import no_subject
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Dep03"
TITLE = "One tool of configuration management serves the whole project"
WHY = "Whoever operates one part of the project then knows how to operate the others."
HOW = (
    "The tools of configuration management in the tree are counted: Ansible, Puppet, Chef, Salt. Two of them fail. "
    "One is enough where the project is known to be this one repository; others would have to be looked at."
)
FIX = "Agree on one tool and move the modules of the others to it."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment", "documents", "workflow")

_REQUIRED = "one tool of configuration management in all repositories of the project"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Deployment = evidence["deployment"].data
    verdict = no_subject(ID, data)
    if verdict is not None:
        return verdict
    modules = [one for one in data.deploying if one.group == MANAGEMENT]
    tools = sorted({one.kind.partition(" ")[0] for one in modules})
    if len(tools) > 1:
        findings = tuple(Finding(ID, f"{one.kind}.", one.path) for one in modules)[:50]
        return failed(f"{' and '.join(tools)} deploy the project", findings, required=_REQUIRED, found=", ".join(tools))
    if not tools:
        return not_applicable(
            f"{ID}/no-management: no module of a tool of configuration management deploys the project"
        )
    single = only_one(evidence)
    if single is None:
        reason = f"{tools[0]} is the one tool here; whether other repositories of the project use another is not known"
        return not_assessed(reason, required=_REQUIRED, found=tools[0])
    return passed(f"{tools[0]} alone; {single}", Strength.E3, required=_REQUIRED, found=tools[0])
