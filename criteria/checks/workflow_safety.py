"""workflow-safety: workflows run no text or code of strangers where secrets are at hand."""

from criteria.automation.model import Automation
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.automation import KIND
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "workflow-safety"
TITLE = "No workflow runs text or code of strangers with secrets"
WHY = "A title or branch name that becomes part of a script hands the secrets of the project to whoever wrote it."
HOW = (
    "GitHub workflows are parsed: expressions with foreign text inside of scripts, and checkouts of foreign code in "
    "runs that hold secrets, are findings. A file that cannot be read leaves the rule open."
)
FIX = "Pass foreign text through an environment variable, and check out foreign code only on `pull_request`."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", KIND)

_REQUIRED = "no foreign text in scripts and no foreign code beside secrets"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Automation = evidence[KIND].data
    workflows = sorted(
        {said.path for said in data.permissions} | {job.path for job in data.jobs if job.system == "GitHub Actions"}
    )
    unread = [one for one in data.unread if one.path.startswith(".github/workflows/")]
    counts = f"{len(data.injections)} injections, {len(data.untrusted_checkouts)} checkouts of foreign code"
    found = f"{len(workflows)} workflow files, {counts}"
    findings = (
        *(Finding(ID, f"Foreign text runs as part of a script: {printable(one.text)[:120]}.", one.path, one.line)
          for one in data.injections),
        *(Finding(ID, f"Foreign code is checked out beside secrets: {printable(one.text)[:120]}.", one.path, one.line)
          for one in data.untrusted_checkouts),
    )  # fmt: skip
    if findings:
        return failed(found, findings, required=_REQUIRED, found=found)
    if unread:
        return not_assessed(
            f"{printable(unread[0].path)} could not be read: {printable(unread[0].reason)}",
            required=_REQUIRED,
            found=found,
        )
    if not workflows and not evidence["retrieval"].data.versioned:
        return not_assessed("an archive leaves out the workflows; assess the repository", required=_REQUIRED)
    if not workflows:
        return not_applicable(f"{ID}: there is no GitHub workflow; other services are not read for this")
    return passed(found, Strength.E2, required=_REQUIRED, found=found)
