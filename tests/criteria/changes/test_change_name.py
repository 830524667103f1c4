"""By which number a change is known, and who said it."""

import pytest

from criteria.changes.change_name import UNKNOWN, change_name
from criteria.evidence.forge import ChangeRequest, Forge, Time
from criteria.snapshot import CommitInfo, Signature

HEAD = "a" * 40
ADA = Signature("Ada", "ada@stars.net", 10**9)


def _commit(message: str, parents: int = 1) -> CommitInfo:
    return CommitInfo(HEAD, tuple("b" * 40 for _ in range(parents)), ADA, 10**9, message)


def _forge(**values: object) -> Forge:
    change = ChangeRequest(**{"number": 12, "head_commit": HEAD, **values})  # type: ignore[arg-type]
    return Forge("github", "github.com/a/b", Time(10**9), changes=(ChangeRequest(11), change))


def test_who_asks_knows_best() -> None:
    """Then the forge, then the message of the merge, then the name of the revision."""
    merge = _commit("gh-41000: Faster maps\n\nFixes #40999\n", 2)
    told = {"forge": _forge(linked_issues=(7,)), "revision": "refs/pull/14/head"}
    assert change_name(merge, given=9, **told).request == 9  # type: ignore[arg-type]
    named = change_name(merge, **told)  # type: ignore[arg-type]
    assert (named.request, named.issues, named.said_by) == (12, (40999, 7), "the evidence of the forge")
    assert named.numbers == {12, 40999, 7}
    assert change_name(merge, revision="refs/pull/14/head").request == 41000
    assert change_name(_commit("Faster maps"), revision="refs/pull/14/head").request == 14


@pytest.mark.parametrize(
    ("name", "number"),
    [("refs/pull/14/head", 14), ("pull/14", 14), ("refs/merge-requests/15/merge", 15), ("pr-16", 16), ("me/PR/17", 17),
     ("fix-1234", None), ("main", None), ("v1.14", None), ("u/ada/41000", None), ("", None), ("pull/14/other", None)],
)  # fmt: skip
def test_a_revision_names_a_number_only_where_forges_write_it(name: str, number: int | None) -> None:
    """A branch called by a number may mean an issue."""
    assert change_name(_commit("Faster maps"), revision=name).request == number


def test_a_single_commit_may_close_issues_and_names_no_request() -> None:
    """What stands in brackets behind its subject may be an issue as well."""
    named = change_name(_commit("Faster maps (#12)\n\nFixes #13"))
    assert (named.request, named.issues, named.said_by) == (None, (13,), UNKNOWN)
    assert named.numbers == {13}


def test_the_evidence_of_another_head_says_nothing() -> None:
    assert change_name(_commit("Faster maps"), forge=_forge(head_commit="c" * 40)).request is None
    assert change_name(_commit("Faster maps"), forge=_forge(head_commit=None, merge_commit=HEAD)).request == 12
