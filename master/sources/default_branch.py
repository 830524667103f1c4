"""The default branch of a repository: the one place from which a project's waivers are read (V9, V12).

Never the branch that happens to be checked out: a change must not bring the exception that excuses it (T23).
"""

import attrs
import pygit2

ORIGIN = "refs/remotes/origin/"
HEADS = "refs/heads/"
USUAL = ("main", "master")


@attrs.frozen
class DefaultBranch:
    """Its name and the full id of the commit it stands at."""

    name: str
    commit: str


def of_checkout(repository: pygit2.Repository) -> DefaultBranch | None:
    """What the remote `origin` calls its head, else its `main` or `master`.

    A repository without `origin` has only itself: a bare one its HEAD, any other its own `main` or `master`. None where
    there is no such branch, e.g. in a checkout that fetched one commit alone.
    """
    if has_origin(repository):
        named = _symbolic(repository, f"{ORIGIN}HEAD")
        return _first(repository, (named, *(ORIGIN + name for name in USUAL)))
    own = _symbolic(repository, "HEAD") if repository.is_bare else None
    return _first(repository, (own, *(HEADS + name for name in USUAL)))


def of_mirror(repository: pygit2.Repository) -> DefaultBranch | None:
    """The HEAD of a mirror of ours, which is that of the host it was fetched from."""
    return _first(repository, (_symbolic(repository, "HEAD"),))


def has_origin(repository: pygit2.Repository) -> bool:
    """Whether a remote of that name is configured, or was."""
    try:
        configured = "origin" in repository.remotes.names()
    except (pygit2.GitError, ValueError, UnicodeError):
        configured = True  # what cannot be read must not make its own branches the default
    return configured or any(name.startswith(ORIGIN) for name in repository.references)


def _symbolic(repository: pygit2.Repository, name: str) -> str | None:
    """The branch that a symbolic reference names; None for a detached HEAD or none at all."""
    try:
        target = repository.references[name].target
    except (pygit2.GitError, KeyError, ValueError):
        return None
    return target if isinstance(target, str) and target.startswith((HEADS, ORIGIN)) else None


def _first(repository: pygit2.Repository, places: tuple[str | None, ...]) -> DefaultBranch | None:
    for place in places:
        try:
            commit = repository.references[place].peel(pygit2.Commit) if place else None
        except (pygit2.GitError, KeyError, ValueError):
            continue
        if place and commit is not None:
            return DefaultBranch(place.removeprefix(ORIGIN).removeprefix(HEADS), str(commit.id))
    return None
