"""QC.Dep01: the software is deployed by configuration management, with little work for an operator."""

from criteria.automation.model import Automation, Purpose, runs
from criteria.check import Parameters, passed
from criteria.deployment.model import CONTAINER, MANAGEMENT, ORCHESTRATION, Deployment, Module
from criteria.deployment.subject import named, no_module, no_subject
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Dep01"
TITLE = "The software is deployed by a role, chart, recipe or container"
WHY = "What a machine puts in place is the same each time; what people type by hand is not."
HOW = (
    "The tree is searched for roles, playbooks, charts, templates, recipes, packages and container files, and each is "
    "read: it has to deploy this very project and to do something. Those for development, tests and examples do not "
    "count. A library that nobody deploys is left out."
)
FIX = "Write a role, a chart, a package recipe or a container file that installs and starts the software."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment", "documents", "retrieval")

_REQUIRED = "a module of a deployment tool that puts this project in place"
_BUILT = (Purpose.DEPLOYMENT, Purpose.PACKAGE, Purpose.RELEASE)
_TOOLS = {
    CONTAINER: ("docker", "podman", "buildah", "apptainer", "singularity", "kaniko"),
    MANAGEMENT: ("ansible", "puppet", "chef", "salt", "kitchen", "molecule"),
    ORCHESTRATION: ("helm", "kubectl", "terraform", "compose", "vagrant"),
}


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E3 where the automation uses the module, E2 where it was only read."""
    data: Deployment = evidence["deployment"].data
    verdict = no_subject(ID, data)
    if verdict is not None:
        return verdict
    verdict = no_module(evidence, _REQUIRED, _useless(data))
    if verdict is not None:
        return verdict
    used = _used(evidence, data)
    reason = f"{named(data)}" + (f"; {printable(used)} runs it" if used else "")
    found = f"{len(data.deploying)} modules that deploy the project, {len(data.modules) - len(data.deploying)} others"
    return passed(reason, Strength.E3 if used else Strength.E2, required=_REQUIRED, found=found)


def _useless(data: Deployment) -> tuple[Finding, ...]:
    """Why the modules that are there do not count."""
    return tuple(Finding(ID, f"{one.kind}: {_why(one)}.", one.path) for one in data.modules)[:50]


def _why(one: Module) -> str:
    if one.problem:
        return one.problem
    return "it serves development, tests or documents" if one.aside else "nothing in it names this project"


def _used(evidence: EvidenceSet, data: Deployment) -> str | None:
    """The file of the automation that runs a module and can fail: by its path, or as the only one of its group."""
    if "automation" not in evidence:
        return None
    automation: Automation = evidence["automation"].data
    steps = [step for purpose in _BUILT for step in runs(automation, purpose)]
    for one in data.deploying:
        alone = sum(other.group == one.group and not other.aside for other in data.modules) == 1
        for step in steps:
            started = any(tool in step.command.lower() for tool in _TOOLS.get(one.group, ()))
            if one.path in step.command or (started and alone):
                return step.path
    return None
