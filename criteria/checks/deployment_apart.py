"""QC.Dep02.1: deployment modules have versions, in a repository apart from the source."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.deployment.elsewhere import module_repositories
from criteria.deployment.model import Deployment
from criteria.deployment.subject import no_module, no_subject
from criteria.evidence.history import History
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Dep02.1"
TITLE = "Deployment modules have versions and a repository of their own"
WHY = "A module changes when machines change, the software when features do; apart, each has its own versions."
HOW = (
    "Where the whole repository is the module, its release tags are counted. Where modules lie among the sources, the "
    "rule is not met. Where a document names a repository that is called like a module, it would have to be looked at "
    "over the network."
)
FIX = "Move the modules into a repository of their own and tag its releases."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("deployment", "documents", "retrieval", "history")

_REQUIRED = "modules in a repository of their own, with release tags"
_ITSELF = ("tasks/main.yml", "tasks/main.yaml", "Chart.yaml", "Chart.yml", "manifests/init.pp", "recipes/default.rb")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Deployment = evidence["deployment"].data
    elsewhere = module_repositories(evidence)
    itself = [one for one in data.deploying if one.path in _ITSELF and not data.manifests]
    if itself:
        return _versions(evidence, itself[0].path)
    if elsewhere and not data.deploying:
        names = ", ".join(printable(one) for one in elsewhere[:5])
        reason = f"documents name {names}; whether it deploys this project and has versions takes network evidence"
        return not_assessed(reason, required=_REQUIRED, found=names)
    verdict = no_subject(ID, data) or no_module(evidence, _REQUIRED)
    if verdict is not None:
        return verdict
    findings = tuple(Finding(ID, f"{one.kind} among the sources.", one.path) for one in data.deploying)[:50]
    count = len(data.deploying)
    many = (f"{count} modules lie", "have no versions of their")
    lie, own = ("1 module lies", "has no version of its") if count == 1 else many
    found = f"{count} module{'s' if count != 1 else ''} among the sources"
    reason = f"{lie} in the repository of the sources and {own} own"
    return failed(reason, findings, required=_REQUIRED, found=found)


def _versions(evidence: EvidenceSet, path: str) -> Verdict:
    history: History = evidence["history"].data
    if not evidence["retrieval"].data.versioned:
        return not_assessed("an archive carries no history, and so no release tags", required=_REQUIRED)
    found = f"{printable(path)} in the root, {len(history.releases)} release tags"
    if not history.releases and (history.shallow or history.broken):
        reason = history.broken or "the clone is shallow: its release tags may be missing"
        return not_assessed(reason, required=_REQUIRED, found=found)
    if not history.releases:
        return failed("the repository is a module and has no release tag", required=_REQUIRED, found=found)
    reason = f"the repository is a module, with {len(history.releases)} release tags"
    return passed(reason, Strength.E3, required=_REQUIRED, found=found)
