"""QC.Man02.4: a template guides whoever opens a change request."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.templates import REQUEST, Templates
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Man02.4"
TITLE = "A template guides whoever opens a pull or merge request"
WHY = "It reminds of tests, documentation and issues at the moment when they can still be added."
HOW = (
    "The template is looked for where GitHub, GitLab, Gitea, Forgejo, Azure Repos and Bitbucket look for it, and read: "
    "an empty file or filler guides nobody."
)
FIX = "Add a template, for instance .github/pull_request_template.md, that asks for purpose, tests and issues."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "templates")

_REQUIRED = "a template for pull or merge requests that asks for something"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Templates = evidence["templates"].data
    retrieval: Retrieval = evidence["retrieval"].data
    templates = data.of(REQUEST)
    good = [template for template in templates if template.problem is None]
    if good:
        reason = f"{printable(good[0].path)} guides change requests"
        return passed(
            reason, Strength.E2, required=_REQUIRED, found=f"{len(good)} template{'s' if len(good) != 1 else ''}"
        )
    if templates:
        findings = tuple(Finding(ID, f"{template.problem}.", template.path) for template in templates)
        reason = f"{printable(templates[0].path)}: {templates[0].problem}"
        return failed(reason, findings, required=_REQUIRED, found=f"{len(templates)} templates, none that guides")
    if not retrieval.versioned:
        reason = "an archive may leave out the templates of the repository; assess the repository"
        return not_assessed(reason, required=_REQUIRED, found="none")
    links = [path for path in data.links if "request_template" in path.lower()]
    if links:
        reason = f"{printable(links[0])} is a link, which is not followed; commit the text itself"
        return failed(reason, (), required=_REQUIRED, found="a link")
    return failed("no template for change requests is in the tree", (), required=_REQUIRED, found="none")
