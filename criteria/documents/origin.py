"""Whether a document speaks of this project or was copied from another one (A6)."""

import re
from collections.abc import Iterable

import attrs

from criteria.evidence.documents import Document, Documents
from criteria.evidence.retrieval import Retrieval
from criteria.metadata.project_name import aliases, mentions, names_any
from criteria.model import Evidence, EvidenceSet
from criteria.printable import printable

_TITLE = re.compile(
    r"^(?:how to )?(?:contribut(?:e|ing|ions?) (?:guide(?:lines)? )?(?:to|for)|welcome to|getting started with)"
    r" (?:the )?([A-Za-z][\w.+-]{1,60})",
    re.I,
)
_NO_NAMES = frozenset(
    ("this", "our", "the", "my", "a", "an", "your", "us", "it", "project", "code", "development", "repository",
     "open", "documentation", "contributors", "developers")
)  # fmt: skip
_INDEX = re.compile(r"^[a-z]{2,10}:([A-Za-z0-9][\w.-]{0,99})(?:==.*)?$")
# Pages of a repository that only somebody who takes part in it is sent to.
_TAKING_PART = ("issues", "issue", "pull", "pulls", "merge_requests", "fork", "clone", "compare", "discussions")


@attrs.frozen
class OwnNames:
    """What the project calls itself, folded, and its repositories: from manifests and from where it was fetched."""

    folds: frozenset[str]
    repositories: frozenset[str]

    @property
    def known(self) -> bool:
        return bool(self.folds)

    def named_in(self, document: Document) -> bool:
        """The document names the project: in its text or title, or by the address of its repository."""
        if document.names_project or any(mention.repository in self.repositories for mention in document.mentions):
            return True
        return names_any(f"{document.title or ''} {document.opening} {' '.join(document.headings)}", self.folds)

    def why_foreign(self, document: Document) -> str | None:
        """Why the document belongs to another project; None where nothing shows that."""
        if not self.known or self.named_in(document):
            return None
        title = _TITLE.match(document.title or "")
        if title and title.group(1).lower() not in _NO_NAMES:
            return f"its title names {printable(title.group(1))}, and this project is named nowhere"
        for mention in document.mentions:
            if mention.page in _TAKING_PART and not self._own(mention.repository):
                return f"it sends people to {printable(mention.repository)}, and this project is named nowhere"
        return self._copied_readme(document)

    def _copied_readme(self, document: Document) -> str | None:
        if document.role == "readme" and document.title and self.folds and _is_name(document.title):
            return f"its title is '{printable(document.title, 60)}', and this project is named nowhere"
        return None

    def _own(self, repository: str) -> bool:
        return repository in self.repositories or not aliases((repository,)).isdisjoint(self.folds)


def own_names(documents: Documents, retrieval: Evidence | None) -> OwnNames:
    """Names from manifests, from the repository's address, and of a package fetched from an index."""
    names, repositories = list(documents.name.names), list(documents.name.repositories)
    if retrieval is not None:
        fetched: Retrieval = retrieval.data
        repositories += [mention.repository for mention in mentions(fetched.location)]
        index = _INDEX.match(fetched.location)
        names += [index.group(1)] if index else []
    names += [repository.rpartition("/")[2] for repository in repositories]
    return OwnNames(aliases(names), frozenset(repositories))


def left_out(evidence: EvidenceSet) -> str:
    """What to add where something is absent from an archive: it may be in the repository all the same."""
    if "retrieval" not in evidence or evidence["retrieval"].data.versioned:
        return ""
    return "; an archive may leave out what the repository holds, so assess the repository"


def elsewhere(files: Iterable[Document], words: int) -> Document | None:
    """A document of too few words that only says on which page of the web the text stands: we did not read that."""
    return next(
        (one for one in files if one.leads_to and not one.problem and not one.placeholder and one.words < words), None
    )


def _is_name(title: str) -> bool:
    """A title of one or two words that is no general heading, hence a name."""
    words = title.split()
    return 1 <= len(words) <= 2 and not re.match(
        r"(?i)^(?:read ?me|about|overview|introduction|documentation|install|usage|"
        r"description|license|acknowledge?ments?|getting|quick|table|contents)",
        title,
    )
