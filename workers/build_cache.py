"""The build cache of one cell: restored before the build, put in place of the last one when the build ended well.

No cell ever sees the place where caches are kept: it gets a copy in its own work directory, and a copy is taken from
there. What a change builds goes to a cache of that change's own (T30). What is restored is first proved by its digest,
and a build that fails with a cache is to be run once more without it (F16).
"""

import os
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from workers.caches.shelf import CacheShelf
from workers.caches.spec import CacheSpec, Owner, cache_spec
from workers.caches.tools import FOLDER, TOOLS, not_for_tests, with_tools
from workers.cell import Cell
from workers.engines.archive_file import TooLargeError
from workers.engines.engine import Patience, Session
from workers.errors import EngineError
from workers.log import CappedLog

OWN, SEED = "its own", "the main line's"
_CLEAN_S = 300.0
_MB = 2**20


@runtime_checkable
class CopiesTrees(Protocol):
    """A session that can copy folders; one that cannot has no build cache."""

    def put_tree(self, archive: BinaryIO) -> None:
        """Unpack an archive that `take_tree` made into the work directory; EngineError, also for want of room."""

    def take_tree(self, name: str, archive: Path, limit: int) -> bool:
        """Write a folder of the work directory to `archive`; False for one that is not there.

        Raises TooLargeError for one of more than `limit` bytes.
        """


def cache_of(owner: Owner | None, cell: Cell, image: str, shelf: CacheShelf) -> "CellCache":
    """The cache of a cell in an image (name and digest); without an owner, one that does nothing."""
    tools = cell.caches if owner is not None else ()
    return CellCache(shelf, cache_spec(owner or Owner(""), cell.arch, image, cell.limits), tools)


class CellCache:
    """The cache of one cell that is being run. Without tools, or on an engine that cannot copy, it does nothing."""

    def __init__(self, shelf: CacheShelf, spec: CacheSpec, tools: tuple[str, ...]) -> None:
        self._shelf = shelf
        self._spec = spec
        self._tools = tuple(name for name in TOOLS if name in tools)
        self._active = False
        self.began_as = ""  # what it was restored from: OWN, SEED, or nothing
        self.remarks: list[str] = []  # sentences for the report

    @property
    def may_be_at_fault(self) -> bool:
        """A build that failed is to be run again without the cache, since what was restored may have made it fail."""
        return bool(self.began_as)

    def begin(self, session: Session) -> None:
        """Restore the cache, before the first command of the build. One that cannot be restored is dropped."""
        if not self._tools or not isinstance(session, CopiesTrees):
            return
        self._active = True
        for key, name in ((self._spec.key, OWN), (self._spec.seed, SEED)):
            if key is not None and self._restore(session, session, key):
                self.began_as = name
                return

    def environment(self, environment: Mapping[str, str], work: str, *, testing: bool = False) -> dict[str, str]:
        """The environment of a command, with what leads the tools to the cache. The project's own variables come
        after it and may say otherwise."""
        if not self._active:
            return dict(environment)
        return with_tools(environment, self._tools, work, self._spec.limit_mb, testing=testing)

    def end(self, session: Session) -> None:
        """The build ended well: keep the cache, and clear away what no test needs. Call it before `end_build`.

        A cache that is too large is emptied. Whatever goes wrong here costs the cache, never the cell.
        """
        if not self._active or not isinstance(session, CopiesTrees):
            return
        try:
            self._keep(session)
        except (EngineError, OSError) as error:
            self.remarks.append(f"the build cache could not be kept: {error}")
        self._clear(session, not_for_tests(self._tools))

    def drop(self) -> None:
        """The build failed with the cache and succeeded without it: the next one begins without anything.

        The main line's cache stays as it is, for a change decides nothing about it: a change that failed with a copy
        of it begins with an empty cache of its own from now on.
        """
        self._shelf.drop(self._spec.key)
        if self.began_as == SEED:
            self._publish_empty()
        self.remarks.append("the build failed with its build cache and succeeded without it, so the cache was dropped")

    def _restore(self, session: Session, copies: CopiesTrees, key: str) -> bool:
        with self._shelf.opened(key) as archive:
            if archive is None or os.fstat(archive.fileno()).st_size > self._spec.limit_mb * _MB:
                return False
            try:
                copies.put_tree(archive)
            except EngineError as error:
                if self._clear(session, (FOLDER,)):
                    self.remarks.append(f"the build began without its build cache: {error}")
                    return False
                raise
        return True

    def _keep(self, copies: CopiesTrees) -> None:
        with self._shelf.incoming() as archive:
            try:
                if copies.take_tree(FOLDER, archive, self._spec.limit_mb * _MB):
                    self._shelf.publish(self._spec, archive)
            except TooLargeError:
                self._shelf.drop(self._spec.key)
                self.remarks.append(f"the build cache has more than {self._spec.limit_mb} MB and was emptied")

    def _publish_empty(self) -> None:
        with self._shelf.incoming() as archive:
            tarfile.open(archive, "w").close()
            self._shelf.publish(self._spec, archive)

    def _clear(self, session: Session, names: tuple[str, ...]) -> bool:
        """Whether they are gone. Processes that a hostile build left running can keep us from removing them."""
        if not names:
            return True
        words = " ".join(f"{session.work}/{name}" for name in names)
        ended = session.run(f"/bin/rm -rf {words}", {}, Patience(_CLEAN_S, _CLEAN_S), CappedLog(4096))
        return ended.exit == 0
