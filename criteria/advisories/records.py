"""Streams the records of OSV data that the user mirrored: a zip file per ecosystem, a folder, JSON or JSON lines.

One record is in memory at a time; sizes and counts are capped, so that no file can exhaust us (A23).
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from criteria.errors import UntrustedInputError

MAX_RECORD = 4 * 2**20  # bytes of one record; the largest real ones have some hundred thousand
MAX_RECORDS = 2_000_000
MAX_TOTAL = 8 * 2**30  # bytes of all records, unpacked
MAX_ARRAY = 64 * 2**20  # bytes of a JSON file with many records in one list

_CHUNK = 2**20


def records(path: Path) -> Iterator[bytes | None]:
    """The JSON text of each record in a fixed order; None for one that is too large or damaged.

    Raises `UntrustedInputError` where the path is nothing of the kind, or holds more than we read.
    """
    total = 0
    for number, record in enumerate(_all(path)):
        total += len(record or b"")
        if number >= MAX_RECORDS or total > MAX_TOTAL:
            raise UntrustedInputError(
                f"{path.name} holds more than {MAX_RECORDS:,} records or {MAX_TOTAL // 2**30} GiB; give the files of "
                "the ecosystems that you need"
            )
        yield record


def digest(path: Path) -> str:
    """`sha256:` of the file; of a folder, of the names and digests of its files."""
    whole = hashlib.sha256()
    if not path.is_dir():
        _hash(path, whole)
    for file in _files(path) if path.is_dir() else ():
        part = hashlib.sha256()
        _hash(file, part)
        whole.update(f"{file.relative_to(path).as_posix()}\0{part.hexdigest()}\n".encode(errors="surrogateescape"))
    return f"sha256:{whole.hexdigest()}"


def _hash(path: Path, into: "hashlib._Hash") -> None:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            into.update(chunk)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".jsonl", ".zip") and path.is_file())


def _all(path: Path) -> Iterator[bytes | None]:
    try:
        if path.is_dir():
            for file in _files(path):
                yield from _of_file(file)
        else:
            yield from _of_file(path)
    except OSError as error:
        raise UntrustedInputError(f"{path}: {error.strerror or error}") from error


def _of_file(path: Path) -> Iterator[bytes | None]:
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(b"PK"):
        return _of_zip(path)
    if path.suffix == ".jsonl":
        return _of_lines(path)
    if start.lstrip()[:1] == b"[":
        return _of_array(path)
    if start.lstrip()[:1] == b"{":
        return _of_object(path)
    raise UntrustedInputError(f"{path.name} is no OSV data: give a zip file, a folder, JSON or JSON lines of records")


def _of_zip(path: Path) -> Iterator[bytes | None]:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                if entry.filename.endswith(".json"):
                    yield _member(archive, entry)
    except zipfile.BadZipFile as error:
        raise UntrustedInputError(f"{path.name} is no whole zip file: {error}; fetch it again") from error


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """What an entry claims of its size is not believed: reading stops at the cap."""
    try:
        with archive.open(entry) as member:
            content = member.read(MAX_RECORD + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return None
    return content if len(content) <= MAX_RECORD else None


def _of_lines(path: Path) -> Iterator[bytes | None]:
    with path.open("rb") as file:
        while line := file.readline(MAX_RECORD + 1):
            if len(line) > MAX_RECORD and not line.endswith(b"\n"):
                yield None
                while (rest := file.readline(MAX_RECORD)) and not rest.endswith(b"\n"):
                    pass
            elif line.strip():
                yield line


def _of_object(path: Path) -> Iterator[bytes | None]:
    with path.open("rb") as file:
        content = file.read(MAX_RECORD + 1)
    yield content if len(content) <= MAX_RECORD else None


def _of_array(path: Path) -> Iterator[bytes | None]:
    if path.stat().st_size > MAX_ARRAY:
        raise UntrustedInputError(f"{path.name} is longer than {MAX_ARRAY // 2**20} MiB; give it as JSON lines")
    try:
        listed = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UntrustedInputError(f"{path.name} is not valid JSON: {str(error)[:200]}") from error
    yield from (json.dumps(one).encode() for one in listed)
