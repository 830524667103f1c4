"""The gate: which exit code a report deserves."""

from itertools import product

import pytest

from criteria.model import Level
from master.errors import UsageError
from master.gate import FAILED, NOT_MEASURED, PASSED, exit_code, level_named

STATES = ("passed", "failed", "not_assessed", "not_applicable")


@pytest.mark.parametrize("least", Level)
@pytest.mark.parametrize("level", Level)
def test_every_report_has_its_code(level: Level, least: Level) -> None:
    """A red cell or a level too low: 1; else an unknown cell, or none where some were wanted: 4; else 0."""
    for states in (*product(STATES, repeat=2), ()):
        document = {"level": level.label, "cells": [{"status": state} for state in states]}
        if "failed" in states or level < least:
            expected = FAILED
        else:
            expected = NOT_MEASURED if "not_assessed" in states else PASSED
        assert exit_code(document, least, cells_wanted=False) == expected
        bare = expected == PASSED and not states
        assert exit_code(document, least, cells_wanted=True) == (NOT_MEASURED if bare else expected)


def test_levels_by_name() -> None:
    """Each level is found by its name in any case; another name is answered with those there are."""
    for level in Level:
        assert level_named(level.label) is level_named(level.label.upper()) is level
    with pytest.raises(UsageError, match="platinum"):
        level_named("platinum")
