"""A tar archive that comes out of a cell, written to a file under a limit and known to be whole."""

from collections.abc import Iterable
from pathlib import Path

from workers.errors import EngineError

_END = b"\0" * 1024  # every tar archive ends so; one that was cut short does not


class TooLargeError(EngineError):
    """The folder has more bytes than it may have."""


def save_archive(chunks: Iterable[bytes], archive: Path, limit: int) -> None:
    """Write it as it comes.

    Raises TooLargeError when it has more than `limit` bytes, EngineError when it ends too early: copying it was
    broken off, or a file changed meanwhile.
    """
    written, tail = 0, b""
    with archive.open("wb") as file:
        for chunk in chunks:
            written += len(chunk)
            if written > limit:
                raise TooLargeError(f"a folder of the cell has more than {limit // 2**20} MB")
            file.write(chunk)
            tail = (tail + chunk)[-len(_END) :]
    if tail != _END:
        raise EngineError("a folder could not be copied out of the cell as a whole")
