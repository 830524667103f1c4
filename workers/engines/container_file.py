"""One file in and out of a container, by the engine's own copying of tar archives."""

import io
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from docker.errors import APIError

from workers import layout

_CHUNK = 2**20
# The bits of Go's FileMode that say what else than a regular file it is.
_OTHER_KINDS = 1 << 31 | 1 << 27 | 1 << 26 | 1 << 25 | 1 << 24 | 1 << 21 | 1 << 19
# How engines answer, with the status of a failure of their own, when a cell has put something odd on the way.
_ODD_WAYS = ("not a directory", "too many l", "name too long", "invalid argument")


def regular_file(api: Any, container: str, work: str, path: str, limit: int) -> bytes | None:
    """A regular file below `work`, at most `limit` bytes; None when it is anything else.

    Raises NotFound when it is not there, and other errors of the engine when that is at fault.
    """
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/"):
        return None
    try:
        stream, facts = api.get_archive(container, f"{work}/{path}")
    except APIError as error:
        if any(words in str(error) for words in _ODD_WAYS):
            return None
        raise
    with closing(stream):
        return single_file(stream, limit) if _is_regular(facts) and facts["size"] <= limit else None


def _is_regular(facts: Mapping[str, Any]) -> bool:
    """By what the engine says of the name itself: podman would follow a link while copying (T05)."""
    return not facts.get("mode", 0) & _OTHER_KINDS


def tar_of(name: str, file: Path) -> Iterator[bytes]:
    """A tar archive of one file, as a stream: the engine unpacks it as the cell's own user."""
    info = tarfile.TarInfo(name)
    info.size = file.stat().st_size
    info.uid = info.gid = layout.USER
    info.mode = 0o644
    yield info.tobuf()
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk
    yield b"\0" * (-info.size % tarfile.BLOCKSIZE) + b"\0" * (2 * tarfile.BLOCKSIZE)


def single_file(stream: Iterable[bytes], limit: int) -> bytes | None:
    """The content of a tar stream of exactly one regular file; anything else is refused (T05, T06)."""
    held = io.BytesIO()
    for chunk in stream:
        held.write(chunk)
        if held.tell() > limit + 2 * tarfile.RECORDSIZE:
            return None
    held.seek(0)
    try:
        with tarfile.open(fileobj=held, mode="r:") as archive:
            member = archive.next()
            if member is None or not member.isreg() or member.size > limit:
                return None
            file = archive.extractfile(member)
            content = file.read(limit) if file else None
            return content if archive.next() is None else None
    except tarfile.TarError:
        return None
