"""The gate: which exit code a report deserves."""

from itertools import product
from typing import Any

import pytest
from sample_rules import baseline, rule

from criteria.model import Level
from master.errors import UsageError
from master.gate import FAILED, NOT_MEASURED, PASSED, exit_code, level_named

STATES = ("passed", "failed", "not_assessed", "not_applicable")


def report(level: Level, *states: str, **more: Any) -> dict[str, Any]:
    cells = [{"status": state} for state in states]
    return {"level": level.label, "cells": cells, "change": None, "raised": None, **more}


@pytest.mark.parametrize("least", Level)
@pytest.mark.parametrize("level", Level)
def test_every_report_has_its_code(level: Level, least: Level) -> None:
    """A red cell or a level too low: 1; else an unknown cell, or none where some were wanted: 4; else 0."""
    for states in (*product(STATES, repeat=2), ()):
        document = report(level, *states)
        if "failed" in states or level < least:
            expected = FAILED
        else:
            expected = NOT_MEASURED if "not_assessed" in states else PASSED
        assert exit_code(document, least, cells_wanted=False) == expected
        bare = expected == PASSED and not states
        assert exit_code(document, least, cells_wanted=True) == (NOT_MEASURED if bare else expected)


@pytest.mark.threat("T23")
@pytest.mark.parametrize("least", Level)
@pytest.mark.parametrize("own", Level)
def test_the_stricter_of_user_and_project_counts(own: Level, least: Level) -> None:
    """A project raises the gate for itself and never lowers that of the user."""
    for level in Level:
        raised = {"fail_under": own.label if own else None}
        expected = FAILED if level < max(own, least) else PASSED
        assert exit_code(report(level, raised=raised), least, cells_wanted=False) == expected


@pytest.mark.parametrize(("gate", "code"), [("passed", PASSED), ("failed", FAILED), ("unknown", NOT_MEASURED)])
def test_a_change_is_its_own_gate(gate: str, code: int) -> None:
    """What it made worse decides, not the level: old debt fails nobody, and what cannot be told is no green."""
    for level, least in product(Level, Level):
        made = report(level, change={"gate": gate}, raised={"fail_under": "gold"})
        assert exit_code(made, least, cells_wanted=False) == code


def test_levels_by_name() -> None:
    """Each level is found by its name in any case; another name is answered with those there are."""
    for level in Level:
        assert level_named(level.label) is level_named(level.label.upper()) is level
    with pytest.raises(UsageError, match="platinum"):
        level_named("platinum")
    bare = baseline({"A": (rule("a"),)}, {})
    assert level_named("none", bare) is Level.NONE
    with pytest.raises(UsageError, match="sample has no level bronze; it has none at all"):
        level_named("bronze", bare)
