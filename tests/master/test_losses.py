"""What becomes of a cell whose worker was lost, for any order of losses and any pools."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from master.losses import LOSSES, PREEMPTIONS, Place, next_place, why_given_up

SPOT = tuple(Place(f"spot-{number}", preemptible=True) for number in range(3))
STEADY = tuple(Place(f"steady-{number}") for number in range(3))
some = st.lists(st.sampled_from((*SPOT, *STEADY)), max_size=6)


@pytest.mark.threat("F07")
def test_a_preempted_cell_goes_elsewhere_and_then_on_demand() -> None:
    """Taken away once: another machine of its kind. The third time: one that cannot be taken away."""
    everywhere = (*SPOT, *STEADY)
    assert next_place((), everywhere) == SPOT[0]
    assert next_place(SPOT[:1], everywhere) == SPOT[1]
    assert next_place(SPOT[:2], everywhere) == STEADY[0]
    assert next_place(SPOT[:2], SPOT) is None
    assert why_given_up(SPOT[:2], everywhere) is None
    assert "no pool from which none is taken" in str(why_given_up(SPOT[:2], SPOT))


@pytest.mark.threat("F20")
def test_a_poison_cell_is_given_up() -> None:
    """What loses every worker is tried a few times; the reason names the workers."""
    assert why_given_up(STEADY[: LOSSES - 1], STEADY) is None
    said = str(why_given_up(STEADY[:LOSSES], STEADY))
    assert said == f"it lost its worker {LOSSES} times (steady-0, steady-1, steady-2) and was given up"


@pytest.mark.threat("F07")
@given(some, some)
def test_the_next_place(lost: list[Place], free: list[Place]) -> None:
    """One of the free; never a preemptible one after two preemptions; a known loser only where nothing else fits."""
    chosen = next_place(lost, free)
    fit = [place for place in free if not place.preemptible or sum(each.preemptible for each in lost) < PREEMPTIONS]
    assert (chosen is None) == (not fit)
    if chosen is not None:
        assert chosen in fit
        assert chosen not in lost or all(place in lost for place in fit)


@pytest.mark.threat("F07", "F20")
@given(st.lists(st.booleans(), max_size=30), st.booleans())
def test_no_cell_is_tried_for_ever(preempts: list[bool], on_demand: bool) -> None:
    """Whatever is taken away or crashes, and whether or not there is a pool on demand, the tries have an end."""
    known = (*SPOT, *STEADY) if on_demand else SPOT
    lost: list[Place] = []
    for preempted in preempts:
        if why_given_up(lost, known):
            break
        place = next_place(lost, known)
        assert place is not None
        lost.append(place if preempted and place.preemptible else Place(place.name))  # else it crashed
    assert len(lost) <= LOSSES + PREEMPTIONS


@pytest.mark.threat("F07")
@given(st.lists(st.sampled_from(STEADY), max_size=LOSSES - 1), st.sampled_from(SPOT))
def test_what_is_taken_away_is_not_held_against_the_cell(crashed: list[Place], spot: Place) -> None:
    """A preemption never makes the crashes of a cell count for more."""
    assert why_given_up([*crashed, spot], (*SPOT, *STEADY)) is None
