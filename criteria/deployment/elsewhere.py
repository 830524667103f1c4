"""Deployment modules that live in a repository of their own, as the project's documents name them."""

import re

from criteria.evidence.documents import Documents
from criteria.evidence.retrieval import Retrieval
from criteria.metadata.project_name import mentions
from criteria.model import EvidenceSet

_MODULE = re.compile(
    r"(?:^|[-_./])(?:ansible|role|puppet|chef|cookbook|salt|formula|helm|charts?|docker|container|deploy|deployment|tosca"
    r"|radl|terraform|k8s|kubernetes|spack|nix|guix|feedstock|packaging|debian|rpm|snap|flatpak|operator|compose)(?:$|[-_.])",
    re.I,
)


def own_repositories(evidence: EvidenceSet) -> frozenset[str]:
    """`host/owner/name` of the project, as it was fetched and as its metadata declare it."""
    documents: Documents = evidence["documents"].data
    retrieval: Retrieval = evidence["retrieval"].data
    fetched = (mention.repository for mention in mentions(retrieval.location))
    return frozenset((*fetched, *documents.name.repositories))


def module_repositories(evidence: EvidenceSet) -> tuple[str, ...]:
    """Other repositories that a document names and whose name is that of a deployment module."""
    documents: Documents = evidence["documents"].data
    own = own_repositories(evidence)
    named = {
        mention.repository
        for document in documents.documents
        for mention in document.mentions
        if mention.repository not in own and _MODULE.search(mention.repository.rpartition("/")[2])
    }
    return tuple(sorted(named))


def owner(repository: str) -> str:
    """Host and first name of `host/owner/name`."""
    return "/".join(repository.split("/")[:2])
