"""A coverage report that is one JSON document."""

import json
from collections.abc import Callable
from typing import Any, BinaryIO

from workers.errors import ResultError
from workers.readers.covered_file import Coverage, Tree

LIMIT = 64 * 2**20  # bytes

Count = Callable[[Any, Tree], Coverage]


def read_json(stream: BinaryIO, tree: Tree, form: str, count: Count) -> Coverage:
    """What `count` makes of the document. Raises ResultError for any other text, and for one that is too large."""
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise ResultError(f"the coverage file is larger than {LIMIT} bytes")
    try:
        return count(json.loads(data), tree)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ResultError(f"the coverage file is not a report of {form}: {type(error).__name__}") from error
