"""The two shapes of a reader: of a report file, and of the log of a test command. All they read is hostile."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Protocol

from workers.readers.test_case import TestCase

# Reads a report as a stream, in memory that does not grow with it; raises ResultError when it is none of its kind.
FileReader = Callable[[BinaryIO], Iterator[TestCase]]


class LogReader(Protocol):
    """Is shown every line of the output of one test command, in order, and tells the tests it recognises.

    A line is at most `workers.log.LINE_LIMIT` bytes and has no line ending. A reader keeps no more than a few lines.
    """

    def line(self, text: str) -> Iterable[TestCase]: ...

    def end(self) -> Iterable[TestCase]:
        """What can be told only when the command has ended."""
