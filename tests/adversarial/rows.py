"""One row of the table: an attack, how it is built, and what has to be said of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from adversarial.sound import Change, sound
from criteria.evidence.cells import CellResult
from criteria.evidence.retrieval import Retrieval
from criteria.model import Level, Outcome, Strength
from criteria.snapshot import Snapshot

PASS, FAIL, OPEN, NONE = Outcome.PASS, Outcome.FAIL, Outcome.NOT_ASSESSED, Outcome.NOT_APPLICABLE


@attrs.frozen
class Expect:
    """What a rule has to say. Every text in `says` stands in the reason or in a finding; none of `silent` does.

    `strength`: exactly this one. `below`: a pass is weaker than this one. `findings`: at least so many.
    """

    outcome: Outcome
    says: tuple[str, ...] = ()
    strength: Strength | None = None
    below: Strength | None = None
    findings: int = 0
    silent: tuple[str, ...] = ()


def fails(*says: str, findings: int = 0, strength: Strength | None = None) -> Expect:
    return Expect(FAIL, says, findings=findings, strength=strength)


def unknown(*says: str) -> Expect:
    return Expect(OPEN, says)


def holds(*says: str, strength: Strength | None = None, below: Strength | None = None) -> Expect:
    return Expect(PASS, says, strength, below)


@attrs.frozen
class Row:
    """`classes`: ids that the row proves, of A1-A34, the lessons L1-L13 and the false passes F1-F20.

    `change` is made to the sound project; `build` makes the repository instead, where a change of files is not enough.
    `refused`: a level that must not be reached. `missing`: kinds of evidence that cannot be had, and why.
    `alone`: without the memory of the other rows, in which the objects that are missing here are known.
    `baseline`: the rule set that has the expected rules. `wrong`: why the row is known to be judged wrongly.
    """

    classes: str
    sentence: str
    expected: Mapping[str, Expect]
    change: Change = attrs.field(factory=dict)
    modes: Mapping[str, int] = attrs.field(factory=dict)
    build: Callable[[Path], Snapshot] | None = None
    retrieval: Retrieval | None = None
    cells: tuple[CellResult, ...] | None = None
    refused: Level | None = None
    missing: Mapping[str, str] = attrs.field(factory=dict)
    alone: bool = False
    baseline: str = "eosc-software-4.1"
    wrong: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.classes.split())

    def snapshot(self, path: Path) -> Snapshot:
        return self.build(path) if self.build else sound(path, self.change, self.modes)
