"""Our bare mirrors: where they live, one writer at a time, dropped and made once more when they are corrupt.

`material` packs a commit for a cell. Rows F09 and F16 of docs/threats.md.
Below the state directory stands `mirrors/KIND/NAME-DIGEST.git`, and `.lock` beside it.
"""

import contextlib
import errno
import fcntl
import gc
import hashlib
import io
import json
import re
import shutil
import stat
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pygit2
from pygit2.enums import SortMode

from criteria.errors import SnapshotError
from criteria.snapshot import SUBMODULE, SYMLINK, Snapshot
from master.errors import MeasureError
from master.git import DiskFullError, GitError, git
from master.sources.members import is_dotgit
from master.sources.revision import Found

LEAST_SPACE = 256 * 2**20  # bytes that must be free before anything is fetched
PATIENCE = 3600.0  # seconds to wait for another run that fills the same mirror
LARGE = 300 * 2**20  # bytes of objects; from there on a cell gets the commit without its history
CLONE_TIMEOUT = 1800.0  # seconds
KEEP = "refs/assay/"  # what was assessed stays, whatever happens to branches and tags
SEAL = "assay-seal.json"  # the files of objects as they were when the mirror was last sound
_FULL = (errno.ENOSPC, errno.EDQUOT)


class CorruptMirrorError(MeasureError):
    """An object of the mirror is missing or does not have the content its name promises."""


def mirror_path(state: Path, kind: str, name: str) -> Path:
    """Where the mirror of `name` lives. `name` is the full identity: namesakes never share a mirror."""
    digest = hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:20]
    readable = re.sub(r"[^A-Za-z0-9._-]+", "_", name)[-80:].strip("._-")
    return state.absolute() / "mirrors" / kind / f"{readable}-{digest}.git"


def refresh(mirror: Path, fill: Callable[[Path], Found]) -> Found:
    """Let `fill` bring the mirror up to date and say which commit is meant; only one run at a time does so.

    `fill` raises `GitError` or `CorruptMirrorError` when the objects here are at fault. A mirror that stood
    before is then dropped and filled once more: what is broken here is no failure of the project.
    """
    with disk_errors(mirror), locked(mirror):
        require_space(mirror.parent)
        stood = mirror.exists()
        try:
            return _filled(mirror, fill, check=stood)
        except (GitError, CorruptMirrorError, pygit2.GitError) as error:
            if not stood:
                raise _plain(error, mirror) from error
        shutil.rmtree(mirror)
        gc.collect()  # libgit2 shares packs by path: a forgotten reader would lend us the corrupt one
        try:
            return _filled(mirror, fill, check=False)
        except pygit2.GitError as error:
            raise _plain(error, mirror) from error


def _filled(mirror: Path, fill: Callable[[Path], Found], check: bool) -> Found:
    """`check` is for a mirror that stood before: what has just arrived was checked on its way."""
    sound = not check or _sealed(mirror)
    pygit2.init_repository(str(mirror), bare=True)
    found = fill(mirror)
    if not sound:
        verify(mirror, found.commit)
    pygit2.Repository(str(mirror)).references.create(KEEP + found.commit, found.commit, force=True)
    (mirror / SEAL).write_text(json.dumps(_object_files(mirror)))
    return found


def _sealed(mirror: Path) -> bool:
    """Whether no file of objects changed, came or went since the mirror was last found sound.

    Reading a large history to its end takes seconds; looking at its files does not. Damage that leaves size and time of
    a file as they were is still noticed, by libgit2, when the object is read.
    """
    try:
        return bool(json.loads((mirror / SEAL).read_bytes()) == _object_files(mirror))
    except (OSError, ValueError):
        return False


def _object_files(mirror: Path) -> dict[str, list[int]]:
    """Size and time of change of every file below `objects`, by path."""
    folder = mirror / "objects"
    found = ((path, path.lstat()) for path in sorted(folder.rglob("*")) if not path.is_dir())
    return {path.relative_to(folder).as_posix(): [stat.st_size, stat.st_mtime_ns] for path, stat in found}


def _plain(error: Exception, mirror: Path) -> MeasureError:
    if isinstance(error, MeasureError):
        return error
    return CorruptMirrorError(f"the mirror {mirror.name} cannot be written or read: {error}")


def verify(mirror: Path, commit: str) -> None:
    """Read every object of the commit's tree and every commit behind it; each is checked against its own name."""
    try:
        repository = pygit2.Repository(str(mirror))
        for _ in repository.walk(commit, SortMode.NONE):
            pass
        for entry in Snapshot(mirror, commit).entries:
            if entry.mode != SUBMODULE:
                repository.read(entry.id)
    except (pygit2.GitError, SnapshotError, KeyError, ValueError) as error:
        raise CorruptMirrorError(f"the mirror {mirror.name} is corrupt at commit {commit}: {error}") from error


@contextlib.contextmanager
def locked(mirror: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the mirror alone, also against other processes; the lock goes with the process that held it."""
    mirror.parent.mkdir(parents=True, exist_ok=True)
    with mirror.with_suffix(".lock").open("w") as file:
        deadline = time.monotonic() + patience
        while not _try_lock(file.fileno()):
            if time.monotonic() > deadline:
                raise MeasureError(f"another run has been filling {mirror.name} for {patience:g} s; stop it or wait")
            time.sleep(0.2)
        yield


def _try_lock(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def require_space(folder: Path, least: int = LEAST_SPACE) -> None:
    """Refuse to start what would end with a full disk."""
    free = shutil.disk_usage(folder).free
    if free < least:
        raise DiskFullError(
            f"only {free // 2**20} MB are free at {folder}, {least // 2**20} MB are needed; "
            "free some, or name another state directory"
        )


@contextlib.contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(f"no room is left on the disk of {place.parent}; free some") from error
        raise MeasureError(f"cannot use {error.filename or place}: {error.strerror or error}") from error
    except pygit2.GitError as error:
        if "no space left" in str(error).lower():
            raise DiskFullError(f"no room is left on the disk of {place.parent}; free some") from error
        raise


@attrs.frozen
class Overlay:
    """Files that are taken from another commit; one that is not there is left out."""

    commit: str
    paths: tuple[str, ...]


def material(mirror: Path, commit: str, destination: Path, *, history: bool, overlay: Overlay | None = None) -> None:
    """Write a tar file with the tree of the commit, exactly as its git objects hold it, below `source/`.

    No filter, attribute or hook has a say. With `history` there is a `source/.git` as well, its HEAD detached at
    the commit and its index filled, so that builds which ask git for a version work. Members are sorted, owned
    by 0:0 and carry the time of the commit; without `history` the same commit gives the same bytes. `overlay`: some
    files as another commit has them.
    """
    with disk_errors(destination), tempfile.TemporaryDirectory(prefix="assay-") as folder:
        snapshot = Snapshot(mirror, commit)
        partial = destination.with_name(destination.name + ".partial")
        try:
            with tarfile.open(partial, "w", format=tarfile.GNU_FORMAT, errors="surrogateescape") as tar:
                _add(tar, "source", stat.S_IFDIR, snapshot.time)
                _add_tree(tar, snapshot, overlay)
                if history:
                    _add_folder(tar, _clone(mirror, commit, Path(folder) / "source" / ".git"), snapshot.time)
            partial.replace(destination)
        finally:
            partial.unlink(missing_ok=True)


def _add_tree(tar: tarfile.TarFile, snapshot: Snapshot, overlay: Overlay | None) -> None:
    other = Snapshot(snapshot.repository, overlay.commit) if overlay else None
    replaced = set(overlay.paths) if overlay else set()
    sources = [(snapshot, entry) for entry in snapshot.entries if entry.path not in replaced]
    if other is not None:
        sources += [(other, entry) for entry in other.entries if entry.path in replaced]
    sources.sort(key=lambda pair: pair[1].path)
    names = [entry.path for _, entry in sources]
    harmful = [path for path in names if any(_harmful(part) for part in path.split("/"))]
    folders = {path[:place] for path in names for place in _slashes(path)}
    twice = [path for path, number in Counter([*names, *folders]).items() if number > 1]
    if harmful or twice:
        raise MeasureError(
            f"the tree of {snapshot.commit} cannot be checked out: "
            f"{[*harmful, *twice][0]!a} is a name that git refuses, or stands there twice"
        )
    for folder in sorted(folders):
        _add(tar, f"source/{folder}", stat.S_IFDIR, snapshot.time)
    for source, entry in sources:
        content = source.read(entry, entry.size) if entry.mode != SUBMODULE else b""
        _add(tar, f"source/{entry.path}", entry.mode, snapshot.time, content)


def _slashes(path: str) -> list[int]:
    return [place for place, sign in enumerate(path) if sign == "/"]


def _harmful(part: str) -> bool:
    return part in ("", ".", "..") or is_dotgit(part.encode(errors="surrogateescape"))


def _add(tar: tarfile.TarFile, name: str, mode: int, time: int, content: bytes = b"") -> None:
    """`mode` is one of git's: a submodule becomes the empty folder that git, too, would make."""
    member = tarfile.TarInfo(name)
    member.mtime = max(0, time)
    member.mode = 0o755 if mode & 0o111 or mode in (stat.S_IFDIR, SUBMODULE) else 0o644
    if mode == SYMLINK:
        member.type, member.mode = tarfile.SYMTYPE, 0o777
        member.linkname = content.decode(errors="surrogateescape")
        tar.addfile(member)
    elif mode in (stat.S_IFDIR, SUBMODULE):
        member.type = tarfile.DIRTYPE
        tar.addfile(member)
    else:
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))


def _add_folder(tar: tarfile.TarFile, folder: Path, time: int) -> None:
    for path in (folder, *sorted(folder.rglob("*"))):
        mode = stat.S_IFDIR if path.is_dir() else 0o100644
        name = f"source/{path.relative_to(folder.parent)}"
        _add(tar, name, mode, time, b"" if path.is_dir() else path.read_bytes())


def _clone(mirror: Path, commit: str, place: Path) -> Path:
    """A git directory of its own with the commit, its tags and its history, unless the mirror is very large."""
    place.parent.mkdir()
    git("init", "--quiet", "--template=", "--initial-branch=main", "--end-of-options", str(place.parent))
    large = sum(path.stat().st_size for path in (mirror / "objects").rglob("*") if path.is_file()) > LARGE
    git(
        "fetch",
        "--quiet",
        "--no-write-fetch-head",
        "--update-shallow",
        *(("--depth=1",) if large else ()),
        "--end-of-options",
        mirror.absolute().as_uri(),
        f"+{commit}:{KEEP}{commit}",  # tags of what is fetched come along
        repository=place,
        timeout=CLONE_TIMEOUT,
        allow=("file",),
        options=("transfer.fsckObjects=false",),  # checked when they came in
    )
    git("update-ref", "--no-deref", "HEAD", commit, repository=place)
    git("update-ref", "-d", KEEP + commit, repository=place)
    git("read-tree", "HEAD", repository=place)
    return place
