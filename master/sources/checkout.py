"""A git repository on this machine, with or without a work tree.

Its objects are read, its configuration never reaches a git process (T10): git fetches from a repository of
ours that only borrows the objects. The work tree is compared by libgit2, which starts no program.
"""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import pygit2
from pygit2.enums import FileStatus

from criteria.evidence.retrieval import Retrieval
from master.errors import MeasureError, UsageError
from master.git import GitError, git, without_credentials
from master.sources import git_url
from master.sources.default_branch import DefaultBranch, of_checkout
from master.sources.mirror import KEEP, mirror_path, refresh
from master.sources.revision import TAGS, Found, check_revision, find, head
from master.sources.source import Resolved

FORM = "a folder that is a git repository"
NEEDS_NETWORK = False
TIMEOUT = 1800.0  # seconds to copy the objects
UNASKED = "the network was not asked whether the commit is public"
_SCP = re.compile(r"(?:[^@/\s:]{1,255}@)?([A-Za-z0-9.-]{1,255}):(?!//)(\S{1,1024})")
_URL = re.compile(r"(?:https?|ssh|git)://\S{1,2000}")


def accepts(text: str) -> bool:
    return text.startswith((".", "/", "~")) or Path(text).is_dir()


def resolve(text: str, rev: str | None, state: Path) -> Resolved:
    """The commit that `rev` (default HEAD) means in the repository at or around this folder."""
    folder = Path(text).expanduser().absolute()
    wanted = check_revision(rev or "HEAD")
    with _opened(folder) as repository:
        found = _found(repository, wanted, text)
        mirror = mirror_path(state, "checkout", str(_common(repository)))
        note = _place(repository, folder, found.commit)
        default = of_checkout(repository)
        refresh(mirror, lambda place: _copy(repository, found, default, place))
        dirty, doubt = _differs(repository, found.commit)
        retrieval = Retrieval(
            how="checkout",
            location=origin(repository) or _top(repository).resolve().name.removesuffix(".git"),
            anonymous=None,
            reason=UNASKED,
            versioned=True,
            dirty=dirty,
        )
    return Resolved(text, mirror, found.commit, found.label, retrieval, (*note, *doubt), _kept(mirror, default))


def _kept(mirror: Path, default: DefaultBranch | None) -> DefaultBranch | None:
    """The default branch, where its commit could be brought along."""
    if default is None or KEEP + default.commit not in pygit2.Repository(str(mirror)).references:
        return None
    return default


def prove_public(retrieval: Retrieval, commit: str) -> Retrieval:
    """Ask the origin, without credentials, whether a branch or tag of it stands at this very commit.

    Not for offline use. `anonymous` becomes True when one does, False when the host refuses to show the
    repository, and stays None when nothing could be learned; `reason` says which.
    """
    try:
        url, _ = git_url.parse(retrieval.location)
        tips = git_url.tips(url)
    except git_url.NoRepositoryError:
        return attrs.evolve(
            retrieval, anonymous=False, reason="the origin shows no such repository without credentials"
        )
    except UsageError:
        return attrs.evolve(retrieval, reason="the origin of the checkout is no public https URL")
    except MeasureError as error:
        return attrs.evolve(retrieval, reason=f"whether the commit is public could not be asked: {error}")
    if commit in tips:
        return attrs.evolve(retrieval, anonymous=True, reason="a branch or tag of the public origin is at this commit")
    return attrs.evolve(retrieval, reason="no branch or tag of the public origin is at this commit; push it first")


def origin(repository: pygit2.Repository) -> str | None:
    """The URL of the remote `origin` without credentials; None when it is none, or a path of this machine."""
    try:
        url = repository.remotes["origin"].url or ""
    except (KeyError, ValueError, pygit2.GitError):
        return None
    if _URL.fullmatch(url):
        return without_credentials(url)
    short = _SCP.fullmatch(url)
    return f"ssh://{short[1]}/{short[2].lstrip('/')}" if short else None


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[pygit2.Repository]:
    if not folder.exists():
        raise UsageError(f"there is no folder {folder}")
    # Ownership guards programs named in a foreign configuration; libgit2 starts none, so another's checkout is fine.
    before = pygit2.settings.owner_validation
    pygit2.settings.owner_validation = False
    try:
        place = pygit2.discover_repository(str(folder))
        if place is None:
            raise UsageError(f"{folder} is not a git repository; name one, or an archive of the project")
        yield pygit2.Repository(place)
    except (pygit2.GitError, KeyError, UnicodeError) as error:
        hint = "name its URL, or a complete clone without extensions"
        raise UsageError(f"the repository at {folder} cannot be read ({error}); {hint}") from error
    finally:
        pygit2.settings.owner_validation = before


def _found(repository: pygit2.Repository, wanted: str, text: str) -> Found:
    found = find(repository, wanted)
    if found is None and repository.is_empty:
        raise UsageError(f"the repository {text} has no commit yet; commit something first")
    if found is None and wanted == "HEAD":
        raise UsageError(f"HEAD of {text} leads to no commit; name a branch, a tag or a commit id with --rev")
    if found is None:
        raise UsageError(f"the repository {text} has no branch, tag or commit {wanted}")
    return found


def _top(repository: pygit2.Repository) -> Path:
    return Path(repository.path if _is_bare(repository) else repository.workdir)


def _is_bare(repository: pygit2.Repository) -> bool:
    """Also without a configuration that says so: the folder around a git directory not named .git is no work tree."""
    place = Path(repository.path)
    alone = place.name != ".git" and Path(repository.workdir or place) == place.parent
    return bool(repository.is_bare) or alone


def _place(repository: pygit2.Repository, folder: Path, commit: str) -> tuple[str, ...]:
    """A sentence when a folder inside the repository was named; an error when the repository knows nothing of it."""
    top, named = _top(repository).resolve(), folder.resolve()
    if named in (top, Path(repository.path).resolve()):
        return ()
    try:
        repository[commit].peel(pygit2.Tree)[named.relative_to(top).as_posix()]
    except (KeyError, ValueError) as error:
        raise UsageError(f"{folder} is no git repository, and the one around it, {top}, does not hold it") from error
    return (f"{folder.name} lies inside the repository {top.name}; the whole repository is assessed",)


def _copy(repository: pygit2.Repository, found: Found, default: DefaultBranch | None, mirror: Path) -> Found:
    """Bring the commit, its history, the tags and the default branch into the mirror; git checks every object."""
    commits = (found.commit, default.commit) if default and default.commit != found.commit else (found.commit,)
    with tempfile.TemporaryDirectory(prefix="assay-") as name:
        lender = _lender(repository, commits, Path(name) / "lender.git")
        deeper = (mirror / "shallow").exists() and not repository.is_shallow
        _borrow(lender, mirror, found.commit, f"+{TAGS}*:{TAGS}*", *(("--unshallow",) if deeper else ()))
        for commit in commits[1:]:
            # A clone may lack objects of a branch that is not checked out; then only its waivers are not known.
            with contextlib.suppress(GitError):
                _borrow(lender, mirror, commit)
    return found


def _borrow(lender: Path, mirror: Path, commit: str, *more: str) -> None:
    git(
        "fetch",
        "--quiet",
        "--prune",
        "--no-write-fetch-head",
        "--update-shallow",
        "--no-tags",
        *(option for option in more if option.startswith("--")),
        "--end-of-options",
        lender.as_uri(),
        f"+{commit}:{KEEP}{commit}",
        *(refspec for refspec in more if not refspec.startswith("--")),
        repository=mirror,
        timeout=TIMEOUT,
        allow=("file",),
    )


def _lender(repository: pygit2.Repository, commits: tuple[str, ...], place: Path) -> Path:
    """A repository of ours that borrows the objects of another: git reads their bytes, and nothing else, from there."""
    common = _common(repository)
    if "\n" in str(common):
        raise UsageError("the path of the repository holds a line break; move it")
    lender = pygit2.init_repository(str(place), bare=True)
    lender.config["core.commitGraph"] = False  # a shortcut file of theirs could lie
    lender.config["core.multiPackIndex"] = False
    (place / "objects/info").mkdir(exist_ok=True)
    (place / "objects/info/alternates").write_bytes(bytes(common / "objects") + b"\n")
    shallow = common / "shallow"
    if shallow.is_file():
        lines = re.findall(rb"^[0-9a-f]{40}$", shallow.read_bytes()[: 2**20], re.MULTILINE)
        (place / "shallow").write_bytes(b"".join(line + b"\n" for line in lines))
    lender = pygit2.Repository(str(place))
    for commit in commits:
        lender.references.create(KEEP + commit, commit)
    for name in repository.references:
        if name.startswith(TAGS):
            with contextlib.suppress(pygit2.GitError, KeyError, ValueError):  # a tag of nothing stays behind
                lender.references.create(name, repository.references[name].resolve().target)
    return place


def _common(repository: pygit2.Repository) -> Path:
    """The directory that holds the objects: for a linked work tree that of its main repository."""
    place = Path(repository.path)
    pointer = place / "commondir"
    if not pointer.is_file():
        return place.resolve()
    return (place / pointer.read_text(errors="surrogateescape")[:4096].strip()).resolve()


def _differs(repository: pygit2.Repository, commit: str) -> tuple[bool, tuple[str, ...]]:
    """Whether tracked files differ from the commit, and what could not be told. Only HEAD has a work tree."""
    here = head(repository)
    if _is_bare(repository) or here is None or here.commit != commit:
        return False, ()
    try:
        changes = repository.status(untracked_files="no", ignored=False)
    except pygit2.GitError as error:
        return True, (f"the work tree cannot be compared with the commit ({error}); it is taken as changed",)
    return any(flags not in (FileStatus.CURRENT, FileStatus.IGNORED) for flags in changes.values()), ()
