"""What becomes of a cell whose worker was lost: tried on another, then where nothing is taken away, then given up.

Pure rules (F07, F20); `master.attempts` asks them of Buildbot's own records.
"""

from collections.abc import Sequence

import attrs

LOSSES = 3  # workers that a cell may lose; whatever it does to them, the next one is spared
PREEMPTIONS = 2  # times that a machine may be taken away from under it; then it goes where that cannot happen


@attrs.frozen
class Place:
    """A worker that could run a cell, or that did."""

    name: str
    preemptible: bool = False  # its machine can be taken away at any time, as with spot instances


def why_given_up(lost: Sequence[Place], known: Sequence[Place]) -> str | None:
    """Why a cell that lost these workers, in their order, is not tried again; None when it is.

    `known` are all workers that could run it, free or not. That a preemptible machine went says nothing of the cell.
    """
    crashed = [place for place in lost if not place.preemptible]
    if len(crashed) >= LOSSES:
        return f"it lost its worker {len(crashed)} times ({_names(crashed)}) and was given up"
    if len(lost) - len(crashed) >= PREEMPTIONS and all(place.preemptible for place in known):
        times = len(lost) - len(crashed)
        return f"its machine was taken away {times} times, and there is no pool from which none is taken"
    return None


def next_place(lost: Sequence[Place], free: Sequence[Place]) -> Place | None:
    """Which of the free workers tries next; None when it is better to wait for one that is not free now.

    One that has lost this cell already is the last choice; a preemptible one is none after `PREEMPTIONS`.
    """
    preempted = sum(place.preemptible for place in lost)
    fit = [place for place in free if preempted < PREEMPTIONS or not place.preemptible]
    names = {place.name for place in lost}
    return next((place for place in fit if place.name not in names), fit[0] if fit else None)


def _names(places: Sequence[Place]) -> str:
    return ", ".join(dict.fromkeys(place.name for place in places))
