"""The shape of a scan: facts read from one file at a time, and what they add up to for the whole tree.

Reading depends on the file alone, never on its neighbours, so that what was read once from a blob is remembered
and an unchanged file is not read again (`criteria/facts.py`).
"""

from collections.abc import Iterable
from typing import Any, Protocol

from criteria.evidence.census import CensusFile

Facts = Any  # plain JSON data: None, bool, int, float, str, list, dict with text keys


class Scan(Protocol):
    """One module of a constant and three functions, listed in `criteria.all_scans`."""

    KIND: str  # the kind of evidence that `reduce` makes

    def wants(self, file: CensusFile) -> bool:
        """Whether the file is to be read; decided by what the census says about it. Links and submodules never are."""

    def read(self, file: CensusFile, content: bytes) -> Facts | None:
        """What this file holds; None for nothing to remember. `content` is whole; empty where it exceeds 16 MiB.

        Depends on `file.path`, `file.language`, `file.kind`, `file.apart`, `file.decodable` and the content alone.
        Hostile input: time linear in the content, no recursion, nothing executed, errors are facts.
        """

    def reduce(self, facts: Iterable[tuple[CensusFile, Facts]]) -> Any:
        """The evidence, a frozen attrs class, from the facts that are not None, in the order of the paths."""
