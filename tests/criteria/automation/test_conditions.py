"""Conditions that are never met, and those that narrow the triggers."""

import pytest

from criteria.automation.conditions import condition
from criteria.automation.model import Trigger


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "text",
    [
        False,
        "false",
        "${{ false }}",
        "false && github.event_name == 'push'",
        "github.ref == 'x' && (false)",
        "1 == 2",
        "'a' == 'b'",
        "true != true",
        "0",
        "failure()",
        "${{ failure() && contains(matrix.build, 'cmake') }}",
        "github.event_name == 'push' && github.event_name == 'pull_request'",
    ],
)
def test_a_condition_that_is_never_met_turns_off(text: object) -> None:
    """By the text alone."""
    assert condition(text).off


@pytest.mark.parametrize(
    "text",
    [None, True, "true", "always()", "success() || failure()", "matrix.os == 'linux'", "1 == 1", "a || (false && b)",
    "!cancelled()"],
)  # fmt: skip
def test_what_may_be_met_stays_on(text: object) -> None:
    assert condition(text).off is None


def test_events_narrow_the_triggers() -> None:
    both = (Trigger.CHANGE, Trigger.PUSH)
    assert condition("github.event_name == 'pull_request'").narrowed(both) == (Trigger.CHANGE,)
    assert condition("github.event_name != 'pull_request' && x").narrowed(both) == (Trigger.PUSH,)
    assert condition("startsWith(github.ref, 'refs/tags/v')").narrowed((Trigger.CHANGE, Trigger.RELEASE)) == (
        Trigger.RELEASE,
    )
    assert condition("github.event_name == 'push' || matrix.a").narrowed(both) == both
