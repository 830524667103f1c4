"""The gate: which exit code a report deserves."""

from typing import Any

from criteria.model import Level
from criteria.rules import Baseline
from master.errors import UsageError

PASSED, FAILED, NOT_MEASURED = 0, 1, 4
_OF_CHANGE = {"passed": PASSED, "failed": FAILED, "unknown": NOT_MEASURED}


def level_named(name: str, baseline: Baseline | None = None) -> Level:
    """The level of that name; `UsageError` also where the baseline has none such, for nothing would ever reach it."""
    try:
        level = Level[name.upper()]
    except KeyError:
        names = ", ".join(level.label for level in Level)
        raise UsageError(f"no level is called {name!r}; there are: {names}") from None
    if baseline is not None and level is not Level.NONE and level not in baseline.levels:
        has = ", ".join(level.label for level in sorted(baseline.levels)) or "none at all"
        raise UsageError(f"{baseline.ref.id} has no level {level.label}; it has {has}")
    return level


def exit_code(document: dict[str, Any], fail_under: Level, *, cells_wanted: bool) -> int:
    """1 when a cell failed or the level is too low; else 4 when a cell could not be measured; else 0.

    A red cell outweighs an unknown one: what is shown to be broken is broken, whatever else is unknown. Where cells
    were wanted and none was run, nothing was measured: that is never a bare green. The project may ask for a higher
    level than the user. Where a change is looked at, the gate is that it made nothing worse, and the level is told.
    """
    if document["change"] is not None:
        return _OF_CHANGE[document["change"]["gate"]]
    states = [cell["status"] for cell in document["cells"]]
    if "failed" in states or Level[document["level"].upper()] < max(fail_under, own_level(document)):
        return FAILED
    if "not_assessed" in states or (cells_wanted and not states):
        return NOT_MEASURED
    return PASSED


def own_level(document: dict[str, Any]) -> Level:
    """The level below which the project itself wants the gate to fail."""
    asked = (document["raised"] or {}).get("fail_under")
    return Level[asked.upper()] if asked else Level.NONE
