"""Test records for tests: files as a cell delivers them."""

from collections.abc import Iterable
from pathlib import Path

from workers.readers.test_case import TestCase
from workers.records import Spool


def written(path: Path, cases: Iterable[TestCase]) -> Path:
    """A file with these records."""
    spool = Spool(path, "")
    spool.add(cases)
    spool.close()
    if not path.exists():
        path.write_bytes(b"")
    return path
