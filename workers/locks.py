"""Locks between processes of this machine. The kernel lets go of one when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def _nothing() -> None:
    return None


@contextmanager
def locked(path: Path, on_wait: Callable[[], None] = _nothing) -> Iterator[None]:
    """Hold the lock; `on_wait` is called once if somebody else holds it now."""
    file = _taken(path, on_wait)
    assert file is not None
    with os.fdopen(file, "wb"):
        yield


@contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock if nobody else does; the value says whether it is held."""
    file = _taken(path, None)
    if file is None:
        yield False
        return
    with os.fdopen(file, "wb"):
        yield True


def _taken(path: Path, on_wait: Callable[[], None] | None) -> int | None:
    """A descriptor with the lock; without `on_wait` nobody waits, and None is for a lock that is held.

    Whoever holds the lock may remove the file: then it was another file that we waited for.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _lock(file, on_wait):
                os.close(file)
                return None
            if _is_there(path, file):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)


def _lock(file: int, on_wait: Callable[[], None] | None) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if on_wait is None:
            return False
        on_wait()
        fcntl.flock(file, fcntl.LOCK_EX)
    return True


def _is_there(path: Path, file: int) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    ours = os.fstat(file)
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)
