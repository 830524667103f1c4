"""Whether the rules on deployment have a subject: a library is installed by whoever uses it, and deployed by nobody."""

from criteria.check import failed, not_applicable, not_assessed
from criteria.deployment.elsewhere import module_repositories
from criteria.deployment.model import Deployment
from criteria.model import EvidenceSet, Finding, Verdict
from criteria.printable import printable

SHOWN = 3


def no_subject(rule: str, data: Deployment) -> Verdict | None:
    """A verdict where there is nothing to deploy or nothing that tells it, else None."""
    if data.deploying or data.services:
        return None
    if data.truncated:
        return not_assessed("there are more files that look like deployment modules than were read")
    if data.manifests:
        declared = ", ".join(printable(path) for path in data.manifests[:SHOWN])
        verb = "declares" if len(data.manifests) == 1 else "declare"
        return not_applicable(
            f"{rule}/library: {declared} {verb} a library or a command, and the tree holds no service, daemon, "
            "container, role or recipe that deploys it"
        )
    return not_assessed("nothing in the tree tells whether this is deployed: it holds neither a module nor a manifest")


def no_module(evidence: EvidenceSet, required: str, findings: tuple[Finding, ...] = ()) -> Verdict | None:
    """A verdict where a service is shown and no module deploys it, else None.

    A document may name the repository in which the module lies: then it is not known rather than not there.
    """
    data: Deployment = evidence["deployment"].data
    if data.deploying:
        return None
    elsewhere = module_repositories(evidence)
    if elsewhere:
        names = ", ".join(printable(one) for one in elsewhere[:SHOWN])
        reason = f"documents name {names}; whether it deploys this project takes network evidence"
        return not_assessed(reason, required=required, found=names)
    sign = data.services[0]
    reason = f"{printable(sign.path)} shows a service ({sign.what}), and no module deploys it"
    return failed(reason, findings, required=required, found=f"{len(data.modules)} other modules")


def named(data: Deployment) -> str:
    """The modules in one phrase."""
    shown = ", ".join(f"{one.kind} {printable(one.path)}" for one in data.deploying[:SHOWN])
    more = len(data.deploying) - SHOWN
    return shown + (f" and {more} more" if more > 0 else "")
