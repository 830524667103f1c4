"""The JSON report of coverage.py: statements per file."""

import json
from pathlib import PurePosixPath
from typing import Any

import attrs

from workers.errors import ResultError

LIMIT = 64 * 2**20  # bytes
FILES = 100_000


@attrs.frozen
class CoveredFile:
    """Statements of one file, by number; `path` is relative to the source tree."""

    path: str
    covered: int
    missing: int
    excluded: int


def read(text: str, source: str) -> tuple[CoveredFile, ...]:
    """Files below the source tree, sorted; paths that leave it are dropped (T33).

    `source`: the tree as the cell saw it, e.g. "/work/source". Raises ResultError.
    """
    if len(text) > LIMIT:
        raise ResultError(f"the coverage file is larger than {LIMIT} bytes")
    try:
        files = json.loads(text)["files"]
        if len(files) > FILES:
            raise ResultError(f"the coverage file names more than {FILES} files")
        read_files = [_file(name, entry, source) for name, entry in files.items()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ResultError(f"the coverage file is not a report of coverage.py: {type(error).__name__}") from error
    return tuple(sorted((file for file in read_files if file is not None), key=lambda file: file.path))


def _file(name: str, entry: Any, source: str) -> CoveredFile | None:
    path = PurePosixPath(name)
    if path.is_absolute():
        if not path.is_relative_to(source):
            return None
        path = path.relative_to(source)
    if ".." in path.parts or not path.parts:
        return None
    return CoveredFile(str(path), *(len(entry[key]) for key in ("executed_lines", "missing_lines", "excluded_lines")))
