"""By which number a change is known: that of its pull or merge request, and of the issues that it closes.

The number is told by whoever started the assessment, by the forge, by the message of the merge, or by the name of the
revision, in this order. A branch called `fix-1234` tells none: that may be an issue.
"""

import re

import attrs

from criteria.changes.messages import read_message
from criteria.evidence.forge import ChangeRequest, Forge
from criteria.snapshot import CommitInfo

UNKNOWN = "the number of the change is not known; name it with --change-number, or bring the evidence of the forge"
_REFERENCE = re.compile(
    r"(?:^|/)(?:pull|pulls|pull-requests?|merge-requests?|merge_requests|pr|gh)[/-](?P<number>\d{1,9})(?:/(?:head|merge|from))?$",
    re.I,
)


@attrs.frozen
class ChangeName:
    """`request` is None where nobody says it. `issues`: that the change closes. `said_by`: who named the number."""

    request: int | None = None
    issues: tuple[int, ...] = ()
    said_by: str = UNKNOWN

    @property
    def numbers(self) -> frozenset[int]:
        """All numbers by which readers find the change."""
        return frozenset(self.issues) | ({self.request} if self.request is not None else frozenset())


def change_name(
    head: CommitInfo, *, given: int | None = None, forge: Forge | None = None, revision: str | None = None
) -> ChangeName:
    """The name of the change that ends with the commit `head`. `revision`: what the commit was asked for by."""
    message = read_message(head.message, head.author.name, merge=len(head.parents) > 1, main=None)
    request = _of_forge(forge, head.id)
    linked = (request.linked_issues or ()) if request else ()
    issues = dict.fromkeys((*message.closes, *linked))
    named = _REFERENCE.search(revision or "")
    for number, said_by in (
        (given, "whoever asked for the assessment"),
        (request.number if request else None, "the evidence of the forge"),
        (message.request if len(head.parents) > 1 else None, "the message of the merge"),
        (int(named["number"]) if named else None, "the name of the revision"),
    ):
        if number is not None:
            return ChangeName(number, tuple(issues), said_by)
    return ChangeName(None, tuple(issues))


def _of_forge(forge: Forge | None, commit: str) -> ChangeRequest | None:
    changes = (forge.changes if forge else None) or ()
    return next((one for one in changes if commit in (one.head_commit, one.merge_commit)), None)
