"""token-permissions: the tokens of workflows may do no more than they need."""

from criteria.automation.model import Automation
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.automation import KIND
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "token-permissions"
TITLE = "Tokens of workflows have least privilege"
WHY = "A token that may write everything turns one bad action into a bad release."
HOW = (
    "The permissions of GitHub workflows are parsed. A workflow that says nothing gets the default of its repository, "
    "which only the forge knows; `write-all`, or a right to write at the level of the whole workflow, fails."
)
FIX = "Begin each workflow with `permissions: {contents: read}` and give a single job what it needs."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", KIND)

_REQUIRED = "each workflow states its permissions, and none may write as a whole"
_WRITES = ("contents: write", "actions: write", "packages: write", "deployments: write", "security-events: write",
           "checks: write", "statuses: write", "id-token: write")  # fmt: skip


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """Every workflow is judged by what it says for itself as a whole."""
    data: Automation = evidence[KIND].data
    whole = [one for one in data.permissions if not one.job]
    parsed = {one.path for one in whole}
    # A workflow that was read may stand among the unread for a job that it calls elsewhere: what it says is known.
    unread = [one for one in data.unread if one.path.startswith(".github/workflows/") and one.path not in parsed]
    if not whole and not unread:
        if not evidence["retrieval"].data.versioned:
            return not_assessed("an archive leaves out the workflows; assess the repository", required=_REQUIRED)
        return not_applicable(f"{ID}: there is no GitHub workflow")
    wide = [one for one in whole if one.scopes and ("write-all" in one.scopes or set(one.scopes) & set(_WRITES))]
    silent = [one for one in whole if one.scopes is None and not _every_job_says(data, one.path)]
    found = f"{len(whole)} workflows: {len(wide)} may write as a whole, {len(silent)} say nothing"
    if wide:
        findings = tuple(
            Finding(ID, f"The whole workflow has {', '.join(one.scopes or ())}.", one.path) for one in wide
        )
        return failed(found, findings, required=_REQUIRED, found=found)
    if unread:
        reason = f"{printable(unread[0].path)} could not be read: {printable(unread[0].reason)}"
        return not_assessed(reason, required=_REQUIRED, found=found)
    if silent:
        findings = tuple(Finding(ID, "It states no permissions.", one.path) for one in silent)
        reason = f"{found}; what they may do by default only the forge knows"
        return not_assessed(reason, required=_REQUIRED, found=found, findings=findings)
    return passed(found, Strength.E2, required=_REQUIRED, found=found)


def _every_job_says(data: Automation, path: str) -> bool:
    jobs = {job.name for job in data.jobs if job.path == path}
    said = {one.job for one in data.permissions if one.path == path and one.job and one.scopes is not None}
    return bool(jobs) and jobs <= said
