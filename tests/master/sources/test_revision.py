"""Names of commits: which are looked up, and what they mean."""

from pathlib import Path

import pygit2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import commit_tree

from master.errors import UsageError
from master.sources.revision import HEADS, TAGS, check_revision, find, head


@pytest.mark.threat("T08")
@given(st.text(max_size=300))
def test_no_revision_is_an_option_or_holds_control_characters(text: str) -> None:
    """Whatever passes the check starts with no dash, and holds no blank, control character, colon or `..`."""
    try:
        name = check_revision(text)
    except UsageError:
        return
    assert name == text
    assert not name.startswith("-")
    assert ".." not in name
    assert ":" not in name
    assert not any(sign <= " " or sign == "\x7f" for sign in name)


@pytest.mark.threat("T08")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "-f",
        "--upload-pack=touch x",
        "a b",
        "a\nb",
        "a\0b",
        "a:b",
        "a..b",
        "@{-1}",
        "@",
        "x.lock",
        "/a",
        "a/",
        "~1",
        "a//b",
        "a/.b",
        "a?",
        "a*",
        "[a",
        "a\\b",
        ":/fix",
        "HEAD^{/fix}",
        "x" * 256,
        "\ud800",
    ],
)
def test_strange_revisions_are_refused(text: str) -> None:
    """Every known trick with the name of a revision is answered with one sentence."""
    with pytest.raises(UsageError, match="cannot be a revision"):
        check_revision(text)


@pytest.mark.parametrize("text", ["main", "v1.0", "feature/x_1", "HEAD~2", "v1^", "abc1234", "1.0+local", "ünï"])
def test_plain_revisions_pass(text: str) -> None:
    """Branches, tags, commit ids and steps back from them are names."""
    assert check_revision(text) == text


@pytest.fixture
def history(tmp_path: Path) -> tuple[pygit2.Repository, list[str]]:
    commits = [commit_tree(tmp_path / "r.git", {"a": str(number)}, time=1_700_000_000 + number) for number in range(3)]
    repository = pygit2.Repository(str(tmp_path / "r.git"))
    repository.references.create(TAGS + "v1", commits[1])
    repository.references.create(HEADS + "work", commits[0])
    return repository, commits


def test_names_mean_their_commits(history: tuple[pygit2.Repository, list[str]]) -> None:
    """Tags, branches, full and short ids, and steps back all lead to the full id."""
    repository, commits = history
    for text, expected in (
        ("v1", commits[1]),
        ("work", commits[0]),
        (TAGS + "v1", commits[1]),
        ("HEAD", commits[2]),
        ("HEAD~2", commits[0]),
        ("v1^", commits[0]),
        (commits[1], commits[1]),
        (commits[1].upper(), commits[1]),
        (commits[1][:9], commits[1]),
    ):
        found = find(repository, text)
        assert found is not None
        assert found.commit == expected, text
    assert find(repository, "nothing") is None
    assert find(repository, "0" * 40) is None
    assert find(repository, "HEAD~9") is None


def test_labels_name_the_tag_or_branch(history: tuple[pygit2.Repository, list[str]]) -> None:
    """A name gives itself as label, an id the tag that stands there."""
    repository, commits = history
    labels = {text: found.label for text in ("v1", "work", commits[1], commits[0]) if (found := find(repository, text))}
    assert labels == {"v1": "v1", "work": "work", commits[1]: "v1", commits[0]: None}


def test_tag_and_branch_of_one_name_must_agree(history: tuple[pygit2.Repository, list[str]]) -> None:
    """Where a tag and a branch differ under one name, nobody guesses."""
    repository, _ = history
    repository.references.create(TAGS + "work", repository.head.target)
    with pytest.raises(UsageError, match="a tag and a branch"):
        find(repository, "work")


def test_no_commit_yet(tmp_path: Path) -> None:
    """HEAD of an empty repository means nothing."""
    assert head(pygit2.init_repository(str(tmp_path / "r.git"), bare=True)) is None
