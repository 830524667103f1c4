"""What was once read from a blob, remembered by content: one SQLite file that several processes share.

A key is a digest of everything the value depends on, so an entry never goes stale; it only goes unused. Every value
carries a checksum over key and value: what was altered on the disk is a miss and is made again. An entry can still be
forged whole by somebody who may write the file, which is why the readers of the cache make some hits again.

The cache can be lost, locked, full or damaged at any time: then it is as if it were empty, and nothing else changes.
"""

import contextlib
import hashlib
import json
import logging
import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

import attrs

from criteria.errors import UntrustedInputError
from criteria.untrusted import load_json

LIMIT = 2 * 2**30  # bytes of the file
_KEPT = 0.8  # share of the limit that stays after it was exceeded
_WAIT = 10.0  # seconds to wait for another process that writes
_MAX_VALUE = 256 * 2**20  # bytes of one value, unpacked
_AT_ONCE = 500  # keys in one question
_DAY = 86_400
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    key BLOB PRIMARY KEY, space TEXT NOT NULL, sum BLOB NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON entries (used);
CREATE INDEX IF NOT EXISTS by_space ON entries (space);
"""

_log = logging.getLogger(__name__)


@attrs.define
class Counts:
    """What the cache did in this process."""

    hits: int = 0
    misses: int = 0
    written: int = 0
    damaged: int = 0  # entries whose checksum was wrong
    rechecked: int = 0  # hits that were made again
    distrusted: set[str] = attrs.field(factory=set)  # spaces thrown away because a value in them was wrong
    trouble: str | None = None  # why the file is not in use, or was made anew

    def told(self) -> dict[str, str]:
        """For people: the numbers, and what was wrong, if anything was."""
        numbers = {name: str(getattr(self, name)) for name in ("hits", "misses", "rechecked", "damaged")}
        found_wrong = {"found wrong": ", ".join(sorted(self.distrusted))} if self.distrusted else {}
        return {**numbers, **found_wrong, **({"trouble": self.trouble} if self.trouble else {})}


def key_of(space: str, *parts: str) -> bytes:
    """The key for a value of `space` that depends on these parts and on nothing else."""
    text = json.dumps((space, *parts), ensure_ascii=True)
    return hashlib.sha256(text.encode()).digest()


class Cache:
    """Values by key. `path` None keeps everything in memory, for one process. Values are JSON data."""

    def __init__(self, path: Path | None = None, limit: int = LIMIT) -> None:
        self._path = path
        self._limit = limit
        self.counts = Counts()
        self._lock = RLock()  # threads take turns
        self._writes = True  # until the first time that it could not be: each further try may wait as long
        self._connection = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Any]:
        """The values of those keys that are there and whole."""
        wanted = list(keys)
        found: dict[bytes, Any] = {}
        old: list[bytes] = []
        for start in range(0, len(wanted), _AT_ONCE):
            for key, checksum, value, used in self._ask(wanted[start : start + _AT_ONCE]):
                if (data := _unpacked(key, checksum, value)) is None:
                    self.counts.damaged += 1
                    continue
                found[key] = data[0]
                if used < _today():
                    old.append(key)
        self.counts.hits += len(found)
        self.counts.misses += len(wanted) - len(found)
        # The day of use, once a day: what is not used any more goes first.
        self._write("UPDATE entries SET used = ? WHERE key = ?", [(_today(), key) for key in old])
        return found

    def put(self, space: str, values: Mapping[bytes, Any]) -> None:
        """Remembers values; one that is there already is replaced."""
        rows = [(key, space, *_packed(key, data), _today()) for key, data in values.items()]
        statement = "INSERT OR REPLACE INTO entries (key, space, sum, value, used) VALUES (?, ?, ?, ?, ?)"
        if self._write(statement, rows):
            self.counts.written += len(rows)

    def distrust(self, *spaces: str) -> None:
        """Throws away every value of these spaces, because one of them was found to be wrong."""
        self.counts.distrusted.update(spaces)
        if not self._write("DELETE FROM entries WHERE space = ?", [(space,) for space in spaces]):
            with self._lock:  # what cannot be thrown away must not be read again either
                self._connection.close()
                self._connection = _connected(None)

    def close(self) -> None:
        """Brings the file back under its limit and closes it."""
        with contextlib.suppress(sqlite3.Error):
            self._shrink()
        self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._path is None:
            return _connected(None)
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                return _connected(self._path)
            except sqlite3.OperationalError as error:  # locked, read-only, no space: the file itself may be sound
                self.counts.trouble = f"the cache cannot be used: {error}"
                break
            except sqlite3.DatabaseError as error:
                self.counts.trouble = f"the cache was damaged and is made anew: {error}"
                self._put_aside()
            except OSError as error:
                self.counts.trouble = f"the cache cannot be used: {error.strerror}"
                break
        return _connected(None)

    def _put_aside(self) -> None:
        """A damaged file makes room for a new one; processes that still hold it go on with theirs."""
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self._path}{suffix}").unlink()

    def _gave_up(self, error: sqlite3.Error) -> None:
        """Damage that shows later than at opening: the rest of this run goes on without the file."""
        damaged = not isinstance(error, sqlite3.OperationalError)
        self.counts.trouble = f"the cache {'was damaged and is made anew' if damaged else 'cannot be used'}: {error}"
        _log.info("%s", self.counts.trouble)
        if damaged:
            self._connection.close()
            self._put_aside()
            self._connection = _connected(None)
        else:
            self._writes = False

    def _ask(self, keys: list[bytes]) -> list[tuple[bytes, bytes, bytes, int]]:
        marks = ",".join("?" * len(keys))
        try:
            with self._lock:
                return self._connection.execute(
                    f"SELECT key, sum, value, used FROM entries WHERE key IN ({marks})",  # noqa: S608  (question marks only)
                    keys,
                ).fetchall()
        except sqlite3.Error as error:
            self._gave_up(error)
            return []

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> bool:
        if not rows or not self._writes:
            return False
        try:
            with self._lock, self._connection:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            self._gave_up(error)
            return False
        return True

    def _shrink(self) -> None:
        if self._path is None or self._bytes() <= self._limit:
            return
        while self._bytes() > self._limit * _KEPT:
            with self._connection:
                gone = self._connection.execute(
                    "DELETE FROM entries WHERE key IN (SELECT key FROM entries ORDER BY used LIMIT 200)"
                ).rowcount
            if not gone:
                break
        self._connection.executescript("PRAGMA incremental_vacuum(1000000000)")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _bytes(self) -> int:
        count, free, size = (
            self._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((count - free) * size)


def _connected(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:" if path is None else path, timeout=_WAIT, check_same_thread=False)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = NORMAL")  # after a loss of power the newest entries may be missing
        connection.executescript(_SCHEMA)
        connection.execute("SELECT key, sum, value, used, space FROM entries LIMIT 1").fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _packed(key: bytes, data: Any) -> tuple[bytes, bytes]:
    """Checksum and value."""
    value = zlib.compress(json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode(), 1)
    return _checksum(key, value), value


def _unpacked(key: bytes, checksum: bytes, value: bytes) -> tuple[Any] | None:
    """The data, in a tuple since None is data too; None where the entry is not as it was written."""
    if checksum != _checksum(key, value):
        return None
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(value, _MAX_VALUE)
        return (load_json(text, "a cache entry", _MAX_VALUE),)
    except (zlib.error, UntrustedInputError, TypeError):
        return None


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest()[:16]


def _today() -> int:
    return int(time.time()) // _DAY
