"""The gate: which exit code a report deserves."""

from typing import Any

from criteria.model import Level
from master.errors import UsageError

PASSED, FAILED, NOT_MEASURED = 0, 1, 4


def level_named(name: str) -> Level:
    try:
        return Level[name.upper()]
    except KeyError:
        names = ", ".join(level.label for level in Level)
        raise UsageError(f"no level is called {name!r}; there are: {names}") from None


def exit_code(document: dict[str, Any], fail_under: Level, *, cells_wanted: bool) -> int:
    """1 when a cell failed or the level is too low; else 4 when a cell could not be measured; else 0.

    A red cell outweighs an unknown one: what is shown to be broken is broken, whatever else is unknown. Where cells
    were wanted and none was run, nothing was measured: that is never a bare green.
    """
    states = [cell["status"] for cell in document["cells"]]
    if "failed" in states or Level[document["level"].upper()] < fail_under:
        return FAILED
    if "not_assessed" in states or (cells_wanted and not states):
        return NOT_MEASURED
    return PASSED
