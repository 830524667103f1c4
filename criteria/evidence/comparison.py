"""What a change did to the tests: base against head on the same cell, test by test."""

from enum import StrEnum
from importlib.metadata import version

import attrs

from criteria.model import Evidence

KIND = "comparison"


class State(StrEnum):
    """What became of one test."""

    REGRESSION = "regression"  # passed before, fails now
    NEW_FAILURE = "new failure"  # was not there before, fails now
    STILL_FAILING = "still failing"
    FIXED = "fixed"
    NEW = "new"  # was not there before, does not fail
    VANISHED = "vanished"  # is not there any more, and its file is
    REMOVED = "removed"  # the change took it away: it changed or removed the file
    FLAKY = "flaky"  # failed and passed with the same inputs
    SKIPPED_NOW = "skipped now"  # passed before, is skipped now
    UNCHANGED = "unchanged"


@attrs.frozen
class CellComparison:
    """The tests of one cell. `counts`: by state; `names`: the tests of the telling states, capped.

    `signs`: what a reviewer must look at, for it may be a forged result (T19). `notes`: what explains a difference.
    `why_not`: why nothing was compared; everything else is empty then.
    """

    cell: str
    counts: dict[str, int] = attrs.field(factory=dict)
    names: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    signs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    why_not: str | None = None
    base_earlier: str | None = None  # UTC time of the run of the base that is cited

    def count(self, state: State) -> int:
        return self.counts.get(state.value, 0)

    @property
    def worse(self) -> bool:
        return bool(self.count(State.REGRESSION) or self.count(State.NEW_FAILURE) or self.count(State.VANISHED))


@attrs.frozen
class Comparison:
    """`base`: the commit that the cells were compared with."""

    base: str
    cells: tuple[CellComparison, ...] = ()


def evidence(comparison: Comparison) -> Evidence:
    """As evidence of the head."""
    return Evidence(KIND, comparison, f"assay {version('assay-office')}")


def sentence(comparison: Comparison) -> str:
    """One sentence over all cells, the worst first."""
    totals = {state: sum(cell.count(state) for cell in comparison.cells) for state in State}
    parts = [f"{totals[state]:,} {_plural(state, totals[state])}" for state in State if _telling(state, totals)]
    unknown = sum(cell.why_not is not None for cell in comparison.cells)
    if unknown:
        parts.append(f"{unknown} of {len(comparison.cells)} cells could not be compared")
    if signs := sum(bool(cell.signs) for cell in comparison.cells):
        parts.append(f"{signs} cells with signs that need a look")
    return ", ".join(parts) or "no test changed its outcome"


def _telling(state: State, totals: dict[State, int]) -> bool:
    return state is not State.UNCHANGED and totals[state] > 0


def _plural(state: State, number: int) -> str:
    return (
        {State.REGRESSION: "regressions", State.NEW_FAILURE: "new failures"}.get(state, state.value)
        if (number != 1)
        else state.value
    )
