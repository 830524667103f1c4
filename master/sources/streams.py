"""What an archive expands to, read as a stream under running caps on bytes, entries and ratio (T07)."""

import bz2
import gzip
import io
import lzma
from typing import IO, Any

from master.errors import UsageError

MAX_ENTRIES = 200_000
MAX_BYTES = 4 * 2**30  # of all contents together
MAX_RATIO = 200  # times the bytes of the archive ...
SLACK = 16 * 2**20  # ... and so many bytes more, which any archive may expand to
XZ_MEMORY = 128 * 2**20  # bytes; `xz -9` needs 65 MB
BLOCK = 64 * 2**10


class ArchiveError(UsageError):
    """The archive is broken, or built to do harm."""


class Budget:
    """What one archive may still expand to."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.most = min(MAX_BYTES, SLACK + MAX_RATIO * size)
        self.bytes = 0
        self.entries = 0

    def spend(self, count: int) -> None:
        self.bytes += count
        if self.bytes > self.most:
            raise ArchiveError(f"{self.name} is refused: it expands beyond {self.most} bytes")

    def enter(self) -> None:
        self.entries += 1
        if self.entries > MAX_ENTRIES:
            raise ArchiveError(f"{self.name} is refused: it has more than {MAX_ENTRIES} entries")


class Counted(io.RawIOBase):
    """A stream that spends the budget as it is read."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


class _Unxz(io.RawIOBase):
    """xz with a limit on the memory that its dictionary may claim, which `lzma.open` lacks."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = _xz_decoder()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = b""
        while not data:
            if self._decoder.eof:
                rest = self._decoder.unused_data.lstrip(b"\0") or self._file.read(BLOCK).lstrip(b"\0")
                if not rest:
                    return 0
                self._decoder = _xz_decoder()
                data = self._decoder.decompress(rest, len(buffer))
                continue
            more = self._file.read(BLOCK) if self._decoder.needs_input else b""
            if self._decoder.needs_input and not more:
                raise EOFError("it ends too early")
            data = self._decoder.decompress(more, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _xz_decoder() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


def decompressed(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
    if start.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if start == b"\xfd7zXZ\0":
        return io.BufferedReader(_Unxz(file), BLOCK)
    return file
