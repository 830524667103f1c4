"""Where build caches are kept between builds: files of this machine, outside of every cell.

A cache is one tar archive, named by the digest of its content, in a folder named by its key. It is never
changed: a build that ended well puts another one in its place. So builds that run at the same time do not meet, and
one that was killed has changed nothing.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from workers.caches.spec import CacheSpec
from workers.locks import locked, locked_if_free
from workers.retention import CACHE, Item
from workers.state import state_folder

_ABOUT = "about.json"
_ABANDONED_S = 86_400  # a file that was still being written that long ago is nobody's
_INCOMING, _LOCK = ".new-", "lock"


class CacheShelf:
    """The caches of this machine."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or state_folder() / "caches"

    @contextmanager
    def opened(self, key: str) -> Iterator[BinaryIO | None]:
        """The archive of a cache, its digest proved; None where there is none.

        One whose content is not what its name says is dropped (F16). What is open stays as it is, whoever replaces
        it meanwhile.
        """
        path = self._current(key)
        file = None
        if path is not None:
            with suppress(OSError):
                file = path.open("rb")
        if path is None or file is None:
            yield None
            return
        with file:
            if hashlib.file_digest(file, "sha256").hexdigest() != path.stem:
                path.unlink(missing_ok=True)
                yield None
                return
            file.seek(0)
            with suppress(OSError):
                os.utime(path)  # used now
            yield file

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A new file to write an archive to; what is not published is gone afterwards."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=_INCOMING, suffix=".tar")
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def publish(self, spec: CacheSpec, archive: Path) -> str:
        """Put an incoming archive in the place of the cache's last one, at once; returns its digest, `sha256:...`."""
        with archive.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        folder = self._folder / spec.key
        with locked(self._lock(spec.key)):
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / _ABOUT).write_text(json.dumps({"about": spec.about}))
            archive.replace(folder / f"{digest}.tar")
            for other in folder.glob("*.tar"):
                if other.stem != digest:
                    other.unlink(missing_ok=True)
        return f"sha256:{digest}"

    def drop(self, key: str) -> None:
        """Remove a cache."""
        with locked(self._lock(key)):
            shutil.rmtree(self._folder / key, ignore_errors=True)

    def digest(self, key: str) -> str | None:
        """What its archive is named by, `sha256:...`; None where there is none."""
        path = self._current(key)
        return f"sha256:{path.stem}" if path is not None else None

    def items(self) -> tuple[Item, ...]:
        """Every cache as something that takes space. None is busy: removing one only makes a build slower."""
        return tuple(self._items()) if self._folder.is_dir() else ()

    def remove(self, item: Item) -> bool:
        """Remove it, unless it is being replaced just now."""
        with locked_if_free(self._lock(item.name)) as free:
            if free:
                shutil.rmtree(self._folder / item.name, ignore_errors=True)
                self._lock(item.name).unlink(missing_ok=True)
            return free

    def remove_abandoned(self) -> int:
        """Remove files that builds which were killed had begun; returns their number."""
        removed = 0
        for path in self._folder.glob(f"{_INCOMING}*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED_S:
                    path.unlink()
                    removed += 1
        return removed

    def _items(self) -> Iterator[Item]:
        for folder in sorted(self._folder.iterdir()):
            path = self._current(folder.name)
            if path is not None:
                with suppress(FileNotFoundError):
                    facts = path.stat()
                    about = self._about(folder.name)
                    yield Item(folder.name, CACHE, facts.st_size, facts.st_mtime, about=about)

    def _about(self, key: str) -> str:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads((self._folder / key / _ABOUT).read_text())["about"])
        return "of a build that did not say"

    def _current(self, key: str) -> Path | None:
        return next(iter(sorted((self._folder / key).glob("*.tar"))), None)

    def _lock(self, key: str) -> Path:
        return self._folder / f"{key}.{_LOCK}"
