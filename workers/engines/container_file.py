"""One file in and out of a container, by the engine's own copying of tar archives."""

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from workers import layout

_CHUNK = 2**20


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
