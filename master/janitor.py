"""Cleans up: what a run needs no more, and what runs that died left behind."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from master.run_folder import RunFolder
from master.store import FAILED, PLANNED, SCHEDULED, STORED, Store
from workers.all_engines import ENGINES
from workers.errors import InfrastructureError

KEEP_RUNS = 20
_LOCK = "lock"
_HEAVY = ("material-*.tar", "worker", "outcomes", "password")


@contextmanager
def held(folder: RunFolder) -> Iterator[None]:
    """While this is held the run is alive; the kernel lets go of it when the process dies, however it dies."""
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)  # the source may be private, the password is
    with (folder.path / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def alive(folder: RunFolder) -> bool:
    try:
        with (folder.path / _LOCK).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def reap(store: Store, runs: Path) -> int:
    """End what runs of ours left that died without a word: their containers, folders and open requests."""
    dead = 0
    for state in (STORED, PLANNED, SCHEDULED):
        for request in store.in_state(state):
            folder = RunFolder(runs / request.id)
            if not folder.path.exists() or alive(folder):
                continue
            sweep(request.id)
            tidy(folder)
            store.change(request.id, FAILED)
            dead += 1
    return dead


def sweep(run: str) -> None:
    """Remove what a run left, whichever engine it used; an engine that is gone has nothing we could remove."""
    for make in ENGINES.values():
        with suppress(InfrastructureError):
            make().sweep(run)


def tidy(folder: RunFolder) -> None:
    """Of a finished run, the master's database and logs stay for a while; sources and results do not."""
    for path in (path for name in _HEAVY for path in folder.path.glob(name)):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def prune(runs: Path, keep: int = KEEP_RUNS) -> None:
    """Keep the newest runs and those that are alive."""
    with suppress(OSError):
        known = sorted(runs.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in known[keep:]:
            if time.time() - path.stat().st_mtime > 3600 and not alive(RunFolder(path)):
                shutil.rmtree(path, ignore_errors=True)
