"""The members of an archive as a stream, capped and judged one by one; never unpacked (T06, T07).

Harmful names (absolute, `..`) and devices refuse the whole archive. What real archives contain by accident,
`.git` files and links that leave the archive, is reported as a problem of that member.
"""

import contextlib
import errno
import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self, cast

import attrs

from master.sources.streams import BLOCK, ArchiveError, Budget, Counted, decompressed

SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip")
MAX_HEADER = 64 * 2**10  # bytes of one extended tar header; Python holds it in memory
MAX_DIRECTORY = 8 * 2**20  # bytes of the directory of a zip file, likewise
MAX_NAME, MAX_TARGET = 4096, 4096  # bytes

_EXTENDED = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME)
_HEADERS = (*_EXTENDED, tarfile.GNUTYPE_LONGLINK)
_IGNORED = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")  # what HFS+ does not see in a name
_END = struct.Struct("<4s4H2LH")  # the record at the end of a zip file
_BROKEN = (
    IndexError,  # zipfile, of a short extra field
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a zip compression that Python lacks
    RuntimeError,  # an encrypted zip
    ValueError,  # numbers in headers that are none
    OverflowError,
)


@attrs.frozen
class Member:
    """One path. Either `problem`, or a file with `content`, a link with `target`, or a second name (`same_as`).

    `content` must be read before the next member is asked for.
    """

    name: bytes
    problem: str | None = None
    content: io.BufferedIOBase | None = None
    size: int = 0
    executable: bool = False
    target: bytes | None = None
    same_as: bytes | None = None


def members(path: Path) -> Iterator[Member]:
    """Every member but folders, in the order of the archive; `ArchiveError` at the first harmful one."""
    with path.open("rb") as file:
        budget = Budget(path.name, path.stat().st_size)
        yield from _zip(file, budget) if file.read(4)[:2] == b"PK" else _tar(file, budget)


@contextlib.contextmanager
def broken_archives(name: str) -> Iterator[None]:
    """Goes around the reading of members and of their contents: what a damaged archive raises becomes one sentence."""
    try:
        yield
    except _BROKEN as error:
        raise ArchiveError(f"{name} is damaged, or no archive that can be read: {error}") from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # a place before the beginning, or a decoder's own complaint
            raise
        raise ArchiveError(f"{name} is damaged, or no archive that can be read: {error}") from error


class _Header(tarfile.TarInfo):
    """A tar header that is refused, not skipped, when it is broken or claims more memory than it needs."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if 0 < len(buf) < tarfile.BLOCKSIZE:
            raise tarfile.ReadError("it ends inside a header")
        if not any(buf):
            return super().frombuf(buf, encoding, errors)  # the end of the archive
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from error  # Python would take it for the end
        if header.size < 0 or (header.type in _HEADERS and header.size > MAX_HEADER):
            raise tarfile.ReadError(f"a header claims {header.size} bytes")
        if header.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.ReadError("it holds a sparse file")
        return header


def _tar(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    stream = io.BufferedReader(Counted(decompressed(file), budget), BLOCK)
    with tarfile.open(
        fileobj=stream, mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
    ) as archive:
        while info := archive.next():
            budget.enter()
            archive.members = []  # type: ignore[attr-defined]  # it would keep every header it has seen
            name = _path(info.name.encode(errors="surrogateescape"), budget.name)
            if not info.isdir():
                yield _tar_member(archive, info, name, budget.name)
    while stream.read(BLOCK):  # to the very end, where the checksum stands
        pass


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, name: bytes, of: str) -> Member:
    target = info.linkname.encode(errors="surrogateescape")
    if problem := _problem(name):
        return Member(name, problem)
    if info.issym():
        return link(name, target)
    if info.islnk():
        if target.startswith(b"/") or b".." in target.split(b"/"):
            return Member(name, "left out, a hard link that leaves the archive")
        return Member(name, same_as=_path(target, of))
    if not info.isreg() or info.issparse():
        raise ArchiveError(f"{of} is refused: {_text(name)} is neither a file nor a link")
    content = cast(io.BufferedIOBase, archive.extractfile(info))
    return Member(name, content=content, size=info.size, executable=bool(info.mode & 0o100))


def _zip(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    _check_directory(file, budget.name)
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            budget.enter()
            name = _path(info.filename.encode(errors="surrogateescape"), budget.name)
            if not info.is_dir():
                with archive.open(info) as content:
                    stream = io.BufferedReader(Counted(content, budget), BLOCK)
                    yield _zip_member(info, name, stream, budget.name)


def _zip_member(info: zipfile.ZipInfo, name: bytes, stream: io.BufferedIOBase, of: str) -> Member:
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    kind = stat.S_IFMT(mode)
    if problem := _problem(name):
        return Member(name, problem)
    if kind == stat.S_IFLNK:
        return link(name, stream.read(MAX_TARGET + 1))
    if kind not in (0, stat.S_IFREG):
        raise ArchiveError(f"{of} is refused: {_text(name)} is neither a file nor a link")
    return Member(name, content=stream, size=info.file_size, executable=bool(mode & 0o100))


def _check_directory(file: IO[bytes], name: str) -> None:
    """Look at the size of a zip directory before Python reads all of it into memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END.size - 2**16 - 20))
    tail = file.read()
    plain = tail[-_END.size :][:4] == b"PK\x05\x06" and tail.endswith(b"\0\0")
    place = len(tail) - _END.size if plain else tail.rfind(b"PK\x05\x06")  # as Python looks for it
    with contextlib.suppress(struct.error):
        _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, place) if place >= 0 else (0,) * 8
        large = count == 0xFFFF or directory > MAX_DIRECTORY or b"PK\x06\x07" in tail[max(0, place - 20) : place]
        if large:
            raise ArchiveError(f"{name} is refused: its directory is larger than {MAX_DIRECTORY} bytes; use .tar.gz")


def _path(name: bytes, of: str) -> bytes:
    """The name with `.` and doubled slashes taken out; what leads elsewhere refuses the archive."""
    parts = [part for part in name.split(b"/") if part not in (b"", b".")]
    wrong = name.startswith(b"/") or b".." in parts or b"\0" in name or len(name) > MAX_NAME
    if wrong or b".." in re.split(rb"[\\/]", name) or re.match(rb"[A-Za-z]:[\\/]", name):
        raise ArchiveError(f"{of} is refused: it holds the path {_text(name)}, which leaves the archive")
    return b"/".join(parts)


def _problem(name: bytes) -> str | None:
    if not name:
        return "left out, a file without a name"
    if any(is_dotgit(part) for part in name.split(b"/")):
        return "left out, part of another git repository"
    return None


def link(name: bytes, target: bytes) -> Member:
    """A symbolic link, if its text stays below the top of the tree."""
    depth = name.count(b"/")
    for part in target.split(b"/"):
        depth += -1 if part == b".." else part not in (b"", b".")
        if depth < 0:
            break
    if depth < 0 or not 0 < len(target) <= MAX_TARGET or target.startswith(b"/") or b"\0" in target:
        return Member(name, "left out, a link that leaves the archive")
    return Member(name, target=target)


def is_dotgit(part: bytes) -> bool:
    """Whether some file system would take this name for `.git`: case, NTFS streams and short names, HFS+ ignorables."""
    text = _IGNORED.sub("", part.decode(errors="surrogateescape")).casefold()
    return text.partition(":")[0].rstrip(" .") in (".git", "git~1")


def _text(name: bytes) -> str:
    shown = name[:120].decode(errors="backslashreplace")
    return "".join(sign if sign.isprintable() else "?" for sign in shown)
