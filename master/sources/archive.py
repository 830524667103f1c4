"""An archive on this machine becomes one commit with a fixed identity: the same bytes give the same id everywhere.

Rows T06 and T07 of docs/threats.md. Nothing is ever unpacked to disk; see members.py for how it is read.
"""

import hashlib
import re
from pathlib import Path

import attrs
import pygit2
from pygit2.enums import ObjectType

from criteria.evidence.retrieval import Retrieval
from master.errors import UsageError
from master.sources.members import SUFFIXES, Member, broken_archives, link, members
from master.sources.mirror import disk_errors, mirror_path, refresh
from master.sources.revision import Found
from master.sources.source import Resolved

FORM = f"an archive ({', '.join(SUFFIXES)})"
NEEDS_NETWORK = False
WHO, EMAIL, TIME = "Assay", "assay@localhost", 315532800  # 1980-01-01, the oldest date every archive format knows
LARGEST_ARCHIVE = 500 * 2**20  # bytes
IN_MEMORY = 2**20  # bytes; larger members are streamed into the object store
SHOWN = 5  # names per sentence

FILE, EXECUTABLE, LINK, FOLDER = 0o100644, 0o100755, 0o120000, 0o40000
Leaf = tuple[int, pygit2.Oid]  # mode and object


@attrs.frozen
class Made:
    """The commit that an archive became. `digest` is `sha256:` and the hex digest of the archive."""

    mirror: Path
    commit: str
    digest: str
    notes: tuple[str, ...]


def accepts(text: str) -> bool:
    return text.lower().endswith(SUFFIXES) and not Path(text).expanduser().is_dir()


def resolve(text: str, rev: str | None, state: Path) -> Resolved:
    """The one commit made from the archive at this path."""
    if rev:
        raise UsageError(f"an archive has no revisions; leave out {rev}")
    path = Path(text).expanduser()
    made = commit_archive(path, state)
    retrieval = Retrieval(
        how="archive",
        location=path.name,
        anonymous=None,
        reason="an archive on this machine; the network was not asked",
        versioned=False,
        digest=made.digest,
    )
    return Resolved(text, made.mirror, made.commit, None, retrieval, made.notes)


def commit_archive(path: Path, state: Path) -> Made:
    """Read the archive once and store it as a commit; `UsageError` when it cannot or must not be read."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    with disk_errors(path), path.open("rb") as file:
        size = path.stat().st_size
        if size > LARGEST_ARCHIVE:
            raise UsageError(f"{path.name} has {size} bytes, more than the {LARGEST_ARCHIVE} that are read")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    mirror = mirror_path(state, "archive", digest)
    left: dict[str, list[str]] = {}

    def fill(place: Path) -> Found:
        left.clear()
        repository = pygit2.Repository(str(place))
        with broken_archives(path.name):
            leaves = _without_top(_leaves(repository, path, left))
        leaves = _inward(repository, leaves, left)
        if not leaves:
            raise UsageError(f"{path.name} holds no files")
        tree = _write_tree(repository, leaves, path.name)
        who = pygit2.Signature(WHO, EMAIL, TIME, 0)
        message = f"Contents of an archive\n\nsha256:{digest}\n"
        return Found(str(repository.create_commit(None, who, who, message, tree, [])), None)

    found = refresh(mirror, fill)
    notes = tuple(f"{reason}: {_some(names)}" for reason, names in left.items())
    return Made(mirror, found.commit, f"sha256:{digest}", notes)


def _leaves(repository: pygit2.Repository, path: Path, left: dict[str, list[str]]) -> dict[bytes, Leaf]:
    """Path to mode and object. A name that comes twice keeps its last content."""
    leaves: dict[bytes, Leaf] = {}
    for member in members(path):
        leaf = None if member.problem else _leaf(repository, member, leaves)
        if leaf:
            leaves.pop(member.name, None)
            leaves[member.name] = leaf
        else:
            reason = member.problem or "left out, a hard link to nothing in the archive"
            left.setdefault(reason, []).append(member.name.decode(errors="backslashreplace"))
    return leaves


# What stands in the root of a project, and not in the only package that a folder holds.
_ROOT = re.compile(
    rb"(?i)^(?:copying|licen[cs]e|readme)(?:[.-][^/]*)?$|^(?:pyproject\.toml|setup\.py|configure(?:\.ac)?|makefile"
    rb"|cmakelists\.txt|meson\.build|description|project\.toml|cargo\.toml|package\.json)$"
)


def _without_top(leaves: dict[bytes, Leaf]) -> dict[bytes, Leaf]:
    """Source archives put everything below one folder, NAME-VERSION; it is no part of the project.

    Some put it below two, as Debian's of SageMath does: the second goes as well where it looks like a root.
    """
    once = _lifted(leaves)
    if once is leaves:
        return leaves
    while (deeper := _lifted(once)) is not once and any(_ROOT.match(name) for name in deeper):
        once = deeper
    return once


def _lifted(leaves: dict[bytes, Leaf]) -> dict[bytes, Leaf]:
    """Without the folder in which everything lies; the same object where there is none."""
    tops = {name.partition(b"/")[0] for name in leaves}
    if len(tops) != 1 or any(b"/" not in name for name in leaves):
        return leaves
    cut = len(tops.pop()) + 1
    return {name[cut:]: leaf for name, leaf in leaves.items()}


def _inward(repository: pygit2.Repository, leaves: dict[bytes, Leaf], left: dict[str, list[str]]) -> dict[bytes, Leaf]:
    """Without the links that lead above the top, now that the top is known."""
    kept = {}
    for name, (mode, blob) in leaves.items():
        problem = link(name, repository[blob].read_raw()).problem if mode == LINK else None
        if problem:
            left.setdefault(problem, []).append(name.decode(errors="backslashreplace"))
        else:
            kept[name] = (mode, blob)
    return kept


def _leaf(repository: pygit2.Repository, member: Member, before: dict[bytes, Leaf]) -> Leaf | None:
    if member.same_as is not None:
        return before.get(member.same_as)
    if member.target is not None:
        return LINK, repository.create_blob(member.target)
    assert member.content is not None  # a member without a problem is a file, a link or a second name
    if member.size <= IN_MEMORY:
        blob = repository.create_blob(member.content.read())
    else:
        blob = repository.create_blob_fromiobase(member.content)
    return EXECUTABLE if member.executable else FILE, blob


def _write_tree(repository: pygit2.Repository, leaves: dict[bytes, Leaf], archive: str) -> pygit2.Oid:
    """Write the folders, deepest first; without recursion, since an archive may nest as deep as it likes."""
    folders: dict[bytes, dict[bytes, Leaf]] = {b"": {}}
    for path in leaves:
        folder = path
        while folder and (folder := folder.rpartition(b"/")[0]) not in folders:
            folders[folder] = {}
    for path, leaf in leaves.items():
        if path in folders:
            shown = path.decode(errors="backslashreplace")
            raise UsageError(f"{archive} is refused: {shown} is a file and a folder at once")
        folder, _, name = path.rpartition(b"/")
        folders[folder][name] = leaf
    for folder in sorted(folders, key=lambda path: path.count(b"/"), reverse=True):
        if folder:
            parent, _, name = folder.rpartition(b"/")
            folders[parent][name] = FOLDER, _tree(repository, folders[folder])
    return _tree(repository, folders[b""])


def _tree(repository: pygit2.Repository, entries: dict[bytes, Leaf]) -> pygit2.Oid:
    """One tree object; git sorts folders as if their names ended in a slash."""
    ordered = sorted(entries.items(), key=lambda item: item[0] + b"/" * (item[1][0] == FOLDER))
    return repository.write(
        ObjectType.TREE, b"".join(b"%o %s\0%s" % (mode, name, oid.raw) for name, (mode, oid) in ordered)
    )


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
