"""Writes the files of a report so that a reader never meets half of one (F24).

All files are written and synced beside their targets first; only then they are renamed,
`report.json` last. A failure takes everything back; a kill leaves whole files, and the
next call sweeps the leftovers.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from reports.errors import PublishError

INDEX = "report.json"
_STAGED, _ASIDE = ".assay-new-", ".assay-old-"


def publish(folder: Path, files: Mapping[str, bytes | Path]) -> None:
    """Put the files into the folder, all or none; a path stands for its content. Files of other names stay as they are.

    Raises `PublishError` (no space, no permission, a name that is no plain file name); what stood there before
    is intact then.
    """
    _check_names(files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder) as descriptor:
            _sweep(folder)
            _exchange(folder, files, descriptor)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PublishError(
            f"cannot write the report into {folder}: {reason}; what was there is unchanged. "
            "Free space or name another folder, then repeat."
        ) from error


def _check_names(files: Mapping[str, bytes | Path]) -> None:
    for name in files:
        if not name or name.startswith(".") or "/" in name or "\0" in name:
            raise PublishError(f"{name!r} is no plain file name; give names such as {INDEX}")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """One publisher at a time; the kernel drops the lock even when the process is killed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """What a killed publisher left. Under the lock nobody else can be writing."""
    for path in folder.iterdir():
        if path.name.startswith((_STAGED, _ASIDE)):
            path.unlink()


def _exchange(folder: Path, files: Mapping[str, bytes | Path], descriptor: int) -> None:
    order = sorted(files, key=lambda name: (name == INDEX, name))
    with contextlib.ExitStack() as tidy, contextlib.ExitStack() as undo:
        staged = {}
        for name in order:
            staged[name] = _fresh(folder, _STAGED)
            tidy.callback(staged[name].unlink, missing_ok=True)
            _write(staged[name], files[name])
        for name in order:
            undo.callback(_restore, folder / name, _link_aside(folder / name, tidy))
            staged[name].replace(folder / name)
        os.fsync(descriptor)
        undo.pop_all()


def _write(path: Path, content: bytes | Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _link_aside(target: Path, tidy: contextlib.ExitStack) -> Path | None:
    """A second name for the old file, so that it can come back; needs no space."""
    aside = _fresh(target.parent, _ASIDE)
    try:
        os.link(target, aside, follow_symlinks=False)
    except FileNotFoundError:
        return None
    tidy.callback(aside.unlink, missing_ok=True)
    return aside


def _restore(target: Path, aside: Path | None) -> None:
    if aside is None:
        target.unlink(missing_ok=True)
    else:
        aside.replace(target)


def _fresh(folder: Path, prefix: str) -> Path:
    return folder / f"{prefix}{secrets.token_hex(8)}"
