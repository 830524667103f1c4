"""What a Makefile offers: its targets and the programs it calls. Only read, never evaluated."""

import re
from collections.abc import Iterable

from criteria.snapshot import Snapshot
from master.plan.tree_text import text_at

NAMES = ("GNUmakefile", "makefile", "Makefile")  # as GNU make looks for them
TEST_TARGETS = ("check", "test", "tests")  # in the order of preference
_TARGET = re.compile(r"^([A-Za-z0-9_./ %-]{1,400}?)\s{0,5}::?(?!=)", re.MULTILINE)


def makefile_of(snapshot: Snapshot) -> tuple[str, str] | None:
    """Name and text of the file that make reads."""
    for name in NAMES:
        text = text_at(snapshot, name)
        if text is not None:
            return name, text
    return None


def targets(text: str) -> frozenset[str]:
    """The plain names that stand before a colon at the beginning of a line."""
    return frozenset(word for match in _TARGET.finditer(text) for word in match.group(1).split())


def test_target(names: Iterable[str]) -> str | None:
    """The target that tests, by its usual names."""
    known = frozenset(names)
    return next((name for name in TEST_TARGETS if name in known), None)
