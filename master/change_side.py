"""One side of a change: the tests of a cell as they ended there, and what the change did to the tree."""

from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b

import attrs

from criteria.evidence.cells import CellResult
from workers.readers.test_case import SKIPPED, TestCase

Cases = Callable[[], Iterable[TestCase]]  # the records of one cell, from the first, each time it is called
BAD, IDLE, GOOD = range(3)  # how a test ended: failed, skipped, passed in the end


@attrs.frozen
class Touched:
    """What a change did to the tree: paths it changed or removed, and those of the harness among them.

    `kept`: those of the harness that a control run leaves as the change has them. `gone`: paths that it removed.
    `pipelines`: settings of CI services, which no cell of ours reads. `rewrites`: sentences, where the changed harness
    sets outcomes itself.
    """

    paths: Collection[str] = ()
    harness: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    gone: Collection[str] = ()
    pipelines: tuple[str, ...] = ()
    rewrites: tuple[str, ...] = ()


@attrs.frozen
class Side:
    """One side of the comparison."""

    result: CellResult
    cases: Cases


def end_of(case: TestCase) -> int:
    """After all its attempts."""
    if case.bad:
        return BAD
    return IDLE if case.outcome == SKIPPED else GOOD


def short(key: str) -> bytes:
    """Of a key as many bytes as tell 300,000 tests apart."""
    return blake2b(key.encode(), digest_size=12).digest()


def is_in(case: TestCase, paths: Collection[str]) -> bool:
    """True when one of the paths is the file that the test is in, whichever way the report spells it."""
    said = case.file or case.id.partition("::")[0]
    dotted = said.replace(".", "/")
    return any(
        path == said or path.endswith(f"/{said}") or said.endswith(f"/{path}") or _module(path) in (said, dotted)
        or f"{_module(path)}/".startswith(f"{dotted}/") or f"{dotted}/".startswith(f"{_module(path)}/")
        for path in paths
    )  # fmt: skip


def _module(path: str) -> str:
    stem, dot, ending = path.rpartition(".")
    return stem if dot and "/" not in ending else path
