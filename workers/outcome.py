"""What a cell reports: facts, not verdicts. Plain data that travels as JSON and is read back as hostile."""

import json
import math
from typing import Any

import attrs
import cattrs

from workers.records import TestsSummary

PASSED, FAILED, NOT_ASSESSED = "passed", "failed", "not_assessed"
PASSED_ON_RETRY = "passed_on_retry"
PROJECT, INFRASTRUCTURE = "project", "infrastructure"


@attrs.frozen
class CommandRecord:
    """One command: `exit` is None when it was stopped, and `why` then says why."""

    phase: str  # build, test or after_test
    command: str
    exit: int | None
    why: str
    duration_s: float
    log: str


@attrs.frozen
class Reached:
    """How far a selection came: of the files of one stratum, those that ran."""

    stratum: str
    files: int
    ran: int


@attrs.frozen
class Outcome:
    """Everything one cell left behind. Whether tests passed is decided by who reads it, not here."""

    cell: str
    engine: str
    isolation: str = ""
    image: str = ""
    emulated: bool = False
    machine: str | None = None
    fault: str | None = None  # None, project or infrastructure
    reason: str = ""
    phase: str | None = None  # where it ended, when it did not come to its end
    commands: tuple[CommandRecord, ...] = ()
    tests: TestsSummary = attrs.field(factory=TestsSummary)  # the records themselves travel beside this
    reached: tuple[Reached, ...] = ()  # of a selection
    files: dict[str, str] = attrs.field(factory=dict)  # coverage and what was measured, as text
    packages: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    duration_s: float = 0.0


_converter = cattrs.Converter(forbid_extra_keys=True)


def to_json(outcome: Outcome) -> str:
    return json.dumps(_converter.unstructure(outcome), sort_keys=True)


def structure(data: Any) -> Outcome:
    """An Outcome from parsed JSON; raises ValueError when its shape is wrong."""
    try:
        outcome = _converter.structure(data, Outcome)
    except Exception as error:  # cattrs raises groups of many kinds; all mean the same here
        raise ValueError(f"not an outcome: {type(error).__name__}") from error
    if outcome.fault not in (None, PROJECT, INFRASTRUCTURE):
        raise ValueError("not an outcome: it names a fault that there is not")
    for duration in (outcome.duration_s, *(each.duration_s for each in outcome.commands)):
        if not 0 <= duration < math.inf:  # NaN compares false
            raise ValueError("not an outcome: a duration is no number of seconds")
    return outcome
