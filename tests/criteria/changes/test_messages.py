"""Messages of commits: what they claim about change requests, branches, issues and reviewers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.changes.messages import Message, read_message, without_comments


def _read(text: str, merge: bool = True, author: str = "Ada Example") -> Message:
    return read_message(text, author, merge=merge, main="main")


@pytest.mark.parametrize(
    ("text", "merge", "request_", "branch", "owner"),
    [
        ("Merge pull request #12 from grace/fix/x\n\nTitle", True, 12, "fix/x", "grace"),
        ("Merge pull request #12 in PROJ/repo from feature/x to main", True, 12, "feature/x", None),
        ("Merged in feature/x (pull request #12)", True, 12, "feature/x", None),
        ("Merged PR 12: A title", False, 12, None, None),
        ("Merge PR #12 from x", True, 12, "x", None),
        ("Auto merge of #12 - grace:fix, r=ada", True, 12, None, None),
        ("Add the star map (#12)", False, 12, None, None),
        ("Add the star map (!12)", False, 12, None, None),
        ("Merge branch 'x/y' into 'main'\n\nA title\n\nSee merge request group/star-map!12", True, 12, "x/y", None),
        ("gh-12: Add the star map\n\nURL: https://github.com/sagemath/sage/pull/12", True, 12, None, None),
        ("Trac #12: Add the star map", True, 12, None, None),
        ("Add it\n\nPart-of: <https://gitlab.example.org/a/b/-/merge_requests/12>", False, 12, None, None),
        ("Add it\n\nPR-URL: https://github.com/a/b/pull/12", False, 12, None, None),
        ("Merge branch 'topic'", True, None, "topic", None),
    ],
)
def test_change_requests_are_read_in_the_words_of_each_forge(
    text: str, merge: bool, request_: int | None, branch: str | None, owner: str | None
) -> None:
    """Number, branch and owner of the fork, as far as the message holds them."""
    message = _read(text, merge)
    assert (message.request, message.branch, message.owner) == (request_, branch, owner)
    assert message.linked is (request_ is not None)
    assert not message.pull


@pytest.mark.parametrize(
    "text",
    [
        "Merge branch 'main' of https://github.com/example/star-map",
        "Merge remote-tracking branch 'origin/main'",
        "Merge branch 'main' into topic",
        "Merge branch 'topic' of github.com:example/star-map into topic",
    ],
)
def test_a_line_that_is_merged_with_itself_is_no_branch_of_a_change(text: str) -> None:
    """That is what `git pull` makes of work on the main line."""
    assert _read(text).pull
    assert not _read(text).linked


@pytest.mark.parametrize("text", ["gh-12: Fix the reader", "Fix it, see #12", "Revert (#12) again"])
def test_a_number_elsewhere_names_an_issue_and_no_request(text: str) -> None:
    """Some projects begin every subject with the number of an issue."""
    assert not _read(text, merge=False).linked


def test_reviews_on_other_tools_link_a_commit_without_a_number() -> None:
    """Gerrit and Phabricator leave an address."""
    assert _read("Add it\n\nReviewed-on: https://review.example.org/c/12", merge=False).linked


def test_closing_keywords_name_issues() -> None:
    """In all forms that forges take; other numbers are references."""
    text = "Add it (#9)\n\nFixes #1, closes: GH-2. Resolves https://github.com/a/b/issues/3\nSee #4"
    message = _read(text, merge=False)
    assert message.closes == (1, 2, 3)
    assert message.issues == (1, 2, 3, 4)


def test_examples_in_the_comments_of_a_template_are_no_claims() -> None:
    """SageMath's template says `Fixes #12345` in each merge."""
    assert _read('gh-1: Add it\n\n<!-- For example, "Fixes #12345". -->\nIt adds it.').closes == ()
    assert without_comments("a<!-- b -->c<!-- d") == "ac"


@pytest.mark.parametrize(
    ("body", "reviewed"),
    [
        ("Reviewed-by: Grace Hopper <grace@example.org>", True),
        ("Reported by: Ada Example\nReviewer(s): Ada Example, Grace Hopper", True),
        ("Reported by: Grace Hopper\nReviewer(s): Grace Hopper", False),
        ("Reviewed-by: ada example", False),
        ("Reviewer(s):", False),
        ("Reviewer(s):\nGrace wrote something", False),
    ],
)
def test_a_reviewer_is_somebody_other_than_the_author(body: str, reviewed: bool) -> None:
    """The release manager who merges is not the author: who reported the request is."""
    assert _read(f"gh-1: Add it\n\n{body}").reviewed is reviewed


@pytest.mark.parametrize(
    ("text", "merge", "weak"),
    [
        ("fix", False, True),
        ("WIP", False, True),
        ("Update README.md", False, True),
        ("...", False, True),
        ("typo (#12)", False, True),
        ("Merge pull request #1 from a/b\n\nupdate", True, True),
        ("Merge pull request #1 from a/b", True, False),
        ("Read catalogues with more than a million stars", False, False),
        ("恒星の地図を読みやすくする", False, False),
    ],
)
def test_subjects_that_say_nothing_are_found(text: str, merge: bool, weak: bool) -> None:
    """What a forge wrote is not held against the people."""
    assert (_read(text, merge).weak is not None) is weak


@pytest.mark.threat("T40")
@given(st.text(max_size=400), st.booleans())
def test_no_message_breaks_the_reader(text: str, merge: bool) -> None:
    """Any text gives a message, and numbers that fit."""
    message = _read(text, merge)
    assert all(number < 10**9 for number in (*message.issues, message.request or 0))


@pytest.mark.threat("T40")
@pytest.mark.parametrize(
    "unit", ["<!--", "fixes #", "Reviewed-by: x,", "(#1", "Merge branch '", "\n", "See merge request "]
)
def test_long_messages_are_cut_before_they_are_searched(unit: str) -> None:
    """A message of a megabyte costs what one of 8,300 characters costs."""
    assert _read(unit * 200_000) == _read((unit * 200_000)[:8_300])
