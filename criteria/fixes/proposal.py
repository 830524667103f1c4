"""A proposed change of one file, and what a fix has to say beside it."""

from collections.abc import Iterator
from typing import Protocol

import attrs

from criteria.evidence.census import Census
from criteria.evidence.documents import Documents
from criteria.evidence.headers import Headers
from criteria.evidence.licences import Licences
from criteria.evidence.metadata import Metadata
from criteria.snapshot import Snapshot


@attrs.frozen
class Proposal:
    """`before` is None where the file is new. `blanks` are the marks in it that only the project can fill in.

    The criterion is the one it helps with; a file with open blanks does not meet it.
    """

    path: str
    title: str
    before: bytes | None
    after: bytes
    criterion: str
    blanks: tuple[str, ...] = ()


@attrs.frozen
class Note:
    """Why nothing, or not everything, is proposed; one sentence."""

    text: str


@attrs.frozen
class Ground:
    """What fixes are made from. `origin` is `host/owner/name` of the repository where it is known."""

    snapshot: Snapshot
    census: Census
    headers: Headers
    licences: Licences
    metadata: Metadata
    documents: Documents
    origin: str | None = None


class Fix(Protocol):
    """One module, listed in `criteria.fixes.all_fixes`."""

    ID: str  # the criterion it helps with
    TITLE: str

    def propose(self, ground: Ground) -> Iterator[Proposal | Note]:
        """Changes in the order of their paths. Never of vendored, generated or test data; never of what is right."""
