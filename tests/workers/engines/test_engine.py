"""What an engine claims, in data and in words."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.engines.engine import Walls

NAMES = [field.name for field in attrs.fields(Walls)]
LIMITS = {"limits_memory": "memory", "limits_processes": "processes", "limits_disk": "disk"}
SANDBOX = {"cuts_network", "own_user", "read_only_system", "hides_machine", "ends_processes"}
walls = st.builds(Walls, **{name: st.booleans() for name in NAMES})


@given(walls)
def test_a_sentence_says_what_is_missing(walls: Walls) -> None:
    """What is not claimed stands after the word `but`, and what is claimed never does."""
    held, _, missing = walls.sentence("kind").partition("; but ")
    for name, word in LIMITS.items():
        assert (word in missing) is not getattr(walls, name)
    assert ("no network while testing" in held) is walls.cuts_network
    assert ("the network is open" in missing) is not walls.cuts_network
    assert ("read-only system" in held) is walls.read_only_system
    assert ("as the user" in missing) is not walls.own_user
    assert ("goes on" in missing) is not walls.ends_processes
    assert ("files are seen" in missing) is not walls.hides_machine
    assert held.startswith("kind: ")


@given(walls)
def test_a_sandbox_needs_every_wall_but_the_limits(walls: Walls) -> None:
    """Evidence of a sandbox is earned by what code can reach and alter, not by how much it may use."""
    assert walls.sandbox is all(getattr(walls, name) for name in SANDBOX)


def test_nothing_is_claimed_by_default() -> None:
    """An engine that says nothing promises nothing."""
    assert not any(attrs.astuple(Walls()))
    assert "nothing is kept in" in Walls().sentence("bare")


@pytest.mark.parametrize(
    ("walls", "sentence"),
    [
        (Walls(**dict.fromkeys(NAMES, True)), "memory, processes and disk limited"),
        (Walls(limits_disk=True), "disk limited"),
        (Walls(), "memory, processes and disk not limited"),
    ],
)
def test_lists_are_read_aloud(walls: Walls, sentence: str) -> None:
    assert sentence in walls.sentence("x")
