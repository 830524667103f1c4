"""What the review tools of the known forges can do, and which forge a source lies on."""

from collections.abc import Mapping

import attrs

from criteria.changes.requests import on_line
from criteria.evidence.forge import Forge, repository_of
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet


@attrs.frozen
class ReviewTool:
    """`name` of the tool; whether it takes comments on a change as a whole and on its lines.

    `open_with_repository`: who can read the repository can read every review; it cannot be set otherwise.
    """

    name: str
    comments: bool
    line_comments: bool
    open_with_repository: bool


# By the documentation of each forge; what is not listed is not known, and never assumed.
TOOLS: Mapping[str, ReviewTool] = {
    "github": ReviewTool("GitHub pull requests", True, True, True),
    "gitlab": ReviewTool("GitLab merge requests", True, True, False),
    "gitea": ReviewTool("Gitea pull requests", True, True, False),
    "forgejo": ReviewTool("Forgejo pull requests", True, True, False),
    "bitbucket": ReviewTool("Bitbucket pull requests", True, True, True),
    "azure": ReviewTool("Azure Repos pull requests", True, True, False),
    "gerrit": ReviewTool("Gerrit changes", True, True, False),
}
_HOSTS: Mapping[str, str] = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "codeberg.org": "forgejo",
    "gitea.com": "gitea",
    "bitbucket.org": "bitbucket",
    "dev.azure.com": "azure",
}
_NEWEST = 200


def forge_kind(evidence: EvidenceSet) -> str | None:
    """As the forge evidence says, else by the host that the source was fetched from."""
    if "forge" in evidence:
        forge: Forge = evidence["forge"].data
        return forge.forge
    retrieval: Retrieval = evidence["retrieval"].data
    host = (repository_of(retrieval.location) or "").partition("/")[0]
    if host.startswith(("gitlab.", "git.gitlab.")):
        return "gitlab"
    return _HOSTS.get(host)


def requests_seen(evidence: EvidenceSet) -> int:
    """How many change requests the newest commits, or the forge evidence, name: the tool is in use."""
    workflow: Workflow = evidence["workflow"].data
    seen = len({change.request for change in workflow.changes[:_NEWEST] if change.request is not None})
    if "forge" in evidence:
        forge: Forge = evidence["forge"].data
        seen = max(seen, len(on_line(forge, workflow)))
    return seen
