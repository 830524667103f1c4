"""What every kind of source gives back."""

from pathlib import Path
from typing import Protocol

import attrs

from criteria.evidence.retrieval import Retrieval
from master.sources.default_branch import DefaultBranch


@attrs.frozen
class Resolved:
    """One source, resolved: from here on everything names the commit.

    `source` is what the user named, without credentials. `mirror` is a bare repository
    of ours that holds the commit. `label` is the version, tag or branch that led to it.
    `notes` are sentences for the user, e.g. what was left out of an archive. `default` is the default branch, whose
    commit the mirror holds too; None where there is none or it is not known.
    """

    source: str
    mirror: Path
    commit: str
    label: str | None
    retrieval: Retrieval
    notes: tuple[str, ...] = ()
    default: DefaultBranch | None = None


class SourceKind(Protocol):
    """A module that knows one kind of source."""

    FORM: str  # how it is written, for people
    NEEDS_NETWORK: bool

    def accepts(self, text: str) -> bool:
        """Whether this text is meant for this kind; it may still be wrong."""

    def resolve(self, text: str, rev: str | None, state: Path) -> Resolved:
        """The commit, in a mirror below the state directory.

        `UsageError` for what the user can put right, `MeasureError` for what the world has to.
        """
