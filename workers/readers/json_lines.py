"""Assay's own JSON lines, plain or compressed by gzip."""

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from workers.errors import ResultError
from workers.readers.test_case import TestCase, read_lines

READER = "assay"
MAX_BYTES = 512 * 2**20  # once unpacked


class _Limited(io.RawIOBase):
    """A stream that ends with an error when more than MAX_BYTES came out of it (T07)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise ResultError(f"the records of the tests are more than {MAX_BYTES} bytes")
        view[: len(data)] = data
        return len(data)


def read(stream: BinaryIO) -> Iterator[TestCase]:
    """The records of the file. Raises ResultError at the first line that is none, and for a file that is damaged."""
    buffered = io.BufferedReader(cast(io.RawIOBase, stream)) if not hasattr(stream, "peek") else stream
    packed = cast(io.BufferedReader, buffered).peek(2)[:2] == b"\x1f\x8b"
    try:
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=buffered, mode="rb") if packed else buffered)
        yield from read_lines(cast(BinaryIO, io.BufferedReader(_Limited(inner))))
    except (OSError, EOFError, zlib.error) as error:
        raise ResultError(f"the records of the tests cannot be unpacked: {type(error).__name__}") from error
