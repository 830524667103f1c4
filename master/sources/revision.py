"""What the user calls a commit: a branch, a tag, or a commit id, as far as that is safe to look up (T08)."""

import re

import attrs
import pygit2

from master.errors import UsageError

LONGEST = 255
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(/|$)")  # as git check-ref-format
_STEPS = re.compile(r"((?:[~^][0-9]{0,6}){0,16})\Z")
_HEX = re.compile(r"[0-9a-fA-F]{7,40}")
TAGS, HEADS, REMOTES = "refs/tags/", "refs/heads/", "refs/remotes/"


@attrs.frozen
class Found:
    """A full commit id and the name that led to it, if it was a name."""

    commit: str
    label: str | None


def check_revision(text: str) -> str:
    """The text itself when it can be the name of a commit; `UsageError` otherwise."""
    name = text[: _steps(text[:LONGEST]).start()]
    wrong = (
        not name
        or len(text) > LONGEST
        or name == "@"
        or name[0] in "-/."
        or name[-1] in "/."
        or _FORBIDDEN.search(name)
        or any("\ud800" <= sign <= "\udfff" for sign in name)
    )
    if wrong:
        raise UsageError(f"{text[:80]!r} cannot be a revision; name a branch, a tag or a commit id")
    return text


def is_full(text: str) -> bool:
    """Whether this is a full commit id."""
    return len(text) == 40 and _HEX.fullmatch(text) is not None


def find(repository: pygit2.Repository, text: str, spaces: tuple[str, ...] = (TAGS, HEADS, REMOTES)) -> Found | None:
    """The commit that a checked revision means, or None. A tag and a branch of one name that differ are refused."""
    steps = _steps(text)
    name = text[: steps.start()]
    found = _full(repository, name) if is_full(name) else _named(repository, name, spaces) or _short(repository, name)
    if found is None or not steps.group():
        return found
    target = _object(repository, found.commit + steps.group())
    return Found(target, None) if target else None


def tag_of(repository: pygit2.Repository, commit: str) -> str | None:
    """The first tag, by name, that stands at this commit."""
    names = sorted(name for name in repository.references if name.startswith(TAGS))
    return next((name.removeprefix(TAGS) for name in names if _target(repository, name) == commit), None)


def _named(repository: pygit2.Repository, name: str, spaces: tuple[str, ...]) -> Found | None:
    if name == "HEAD":
        return head(repository)
    places = (name,) if name.startswith("refs/") else tuple(space + name for space in spaces)
    targets = [target for place in places if (target := _target(repository, place))]
    if len(set(targets[:2])) > 1:
        raise UsageError(f"{name} is a tag and a branch and they differ; write {TAGS}{name} or {HEADS}{name}")
    label = re.sub(r"^refs/(tags|heads|remotes)/", "", name)
    return Found(targets[0], label) if targets else None


def head(repository: pygit2.Repository) -> Found | None:
    """The commit that HEAD means, with its branch, or else a tag that stands there; None before the first commit."""
    try:
        commit = str(repository.head.peel(pygit2.Commit).id)
        branch = None if repository.head_is_detached else repository.head.shorthand
    except (pygit2.GitError, KeyError, ValueError):
        return None
    return Found(commit, branch or tag_of(repository, commit))


def _target(repository: pygit2.Repository, place: str) -> str | None:
    try:
        return str(repository.references[place].peel(pygit2.Commit).id)
    except (pygit2.GitError, KeyError, ValueError):
        return None


def _full(repository: pygit2.Repository, name: str) -> Found | None:
    target = _object(repository, name.lower())
    return Found(target, tag_of(repository, target)) if target else None


def _short(repository: pygit2.Repository, name: str) -> Found | None:
    return _full(repository, name) if _HEX.fullmatch(name) else None


def _object(repository: pygit2.Repository, text: str) -> str | None:
    try:
        return str(repository.revparse_single(text).peel(pygit2.Commit).id)
    except (pygit2.GitError, KeyError, ValueError):
        return None


def _steps(text: str) -> re.Match[str]:
    found = _STEPS.search(text)
    assert found is not None  # it matches the empty end as well
    return found
