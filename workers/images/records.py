"""What this machine remembers of its images: one small file each, at once the lock of who makes or removes it."""

import hashlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from workers.locks import locked, locked_if_free
from workers.state import state_folder


class ImageRecords:
    """One file per image; the time it was changed is the time the image was last used.

    A clock and a name are all that is kept, so there is nothing in it that could be damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or state_folder() / "images"

    def making(self, reference: str, on_wait: Callable[[], None]) -> AbstractContextManager[None]:
        """Held by the one who makes the image; the others wait for it, and find what it made."""
        return locked(self._path(reference), on_wait)

    def removing(self, reference: str) -> AbstractContextManager[bool]:
        """Held by the one who removes it, unless somebody is making it."""
        return locked_if_free(self._path(reference))

    def used(self, reference: str) -> None:
        """The image is used now."""
        path = self._path(reference)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)

    def last_used(self, reference: str) -> float:
        """Seconds since 1970. An image that is seen for the first time counts as used now: others may have made it."""
        try:
            return self._path(reference).stat().st_mtime
        except FileNotFoundError:
            self.used(reference)
            return time.time()

    def forget(self, reference: str) -> None:
        self._path(reference).unlink(missing_ok=True)

    @contextmanager
    def scratch(self, reference: str) -> Iterator[Path]:
        """An empty folder for the one who makes the image; what one that died left in it is removed."""
        folder = self.folder / "making" / self._path(reference).name
        _remove(folder)
        folder.mkdir(mode=0o700, parents=True)
        try:
            yield folder
        finally:
            _remove(folder)

    def workplace(self, reference: str) -> str:
        """The name of the container in which it is made: no other user of the same engine has one of that name."""
        return self.workplaces + self._path(reference).name

    @property
    def workplaces(self) -> str:
        """What the names of all containers begin with in which images are made from here."""
        return f"assay-making-{self._maker()}-"

    def _maker(self) -> str:
        place = f"{socket.gethostname()}:{os.path.realpath(self.folder)}"
        return hashlib.sha256(place.encode()).hexdigest()[:12]

    def _path(self, reference: str) -> Path:
        return self.folder / reference.replace("/", "_").replace(":", "_")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
