"""The rank sum test: published critical values, ties, and its symmetries."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.rank_test import LEAST, probability_by_chance, rank_sum_u

SAMPLES = st.lists(st.integers(0, 20).map(float), min_size=LEAST, max_size=25)


def _with_u(first: int, second: int, u: int) -> tuple[list[float], list[float]]:
    """Samples of these sizes without ties, of which `u` pairs have the upper value below: U as tables print it."""
    lower = [float(10 * number) for number in range(first)]
    upper = []
    for at in range(second):
        below = min(first, u)
        u -= below
        upper.append(10 * (first - below) - 5 + at / 100)
    assert u == 0
    return lower, upper


# Critical values of U, one-sided, from the usual tables: at this U or below the difference is significant.
CRITICAL = [
    (8, 8, 15, 0.05), (9, 9, 21, 0.05), (10, 10, 27, 0.05), (12, 12, 42, 0.05), (15, 15, 72, 0.05), (20, 20, 138, 0.05),
    (10, 20, 62, 0.05), (10, 10, 23, 0.025), (12, 12, 37, 0.025), (15, 15, 64, 0.025), (20, 20, 127, 0.025),
    (10, 10, 19, 0.01), (15, 15, 56, 0.01), (20, 20, 114, 0.01),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "u", "level"), CRITICAL)
def test_the_published_critical_values_hold(first: int, second: int, u: int, level: float) -> None:
    """At the critical value the difference is significant; a little above it is not."""
    lower, upper = _with_u(first, second, u)
    assert rank_sum_u(lower, upper) == first * second - u
    assert probability_by_chance(lower, upper) <= level * 1.07  # as near as the approximation is
    assert probability_by_chance(*_with_u(first, second, u + 3)) > level


def test_ties_share_their_rank_and_lessen_the_variance() -> None:
    """Worked out by hand: 16 values of two sizes, of the upper ones three quarters larger, of the lower ones one."""
    lower, upper = [1.0] * 6 + [2.0] * 2, [1.0] * 2 + [2.0] * 6
    assert rank_sum_u(lower, upper) == 6 * 6 + (6 * 2 + 2 * 6) / 2
    variance = 64 / 12 * (17 - 2 * (8**3 - 8) / (16 * 15))
    assert probability_by_chance(lower, upper) == pytest.approx(
        math.erfc((15.5 / math.sqrt(variance)) / math.sqrt(2)) / 2
    )


def test_equal_values_say_nothing_and_few_are_refused() -> None:
    assert probability_by_chance([1.0] * 8, [1.0] * 9) == 1
    with pytest.raises(ValueError, match="7 and 8 values"):
        probability_by_chance([1.0] * 7, [1.0] * 8)


@given(SAMPLES, SAMPLES)
def test_the_two_directions_complete_each_other(one: list[float], other: list[float]) -> None:
    """U of both is the number of pairs, and what is likely upwards is not likely downwards."""
    assert rank_sum_u(one, other) + rank_sum_u(other, one) == len(one) * len(other)
    up, down = probability_by_chance(one, other), probability_by_chance(other, one)
    assert 0 <= up <= 1
    assert up + down >= 1 - 1e-9  # the correction for continuity is on the safe side of both


@given(SAMPLES, SAMPLES, st.floats(0.1, 50))
def test_slower_times_never_look_less_slow(one: list[float], other: list[float], more: float) -> None:
    """Monotone, and the scale does not matter."""
    assert probability_by_chance(one, [value + more for value in other]) <= probability_by_chance(one, other) + 1e-12
    scaled = probability_by_chance([8 * value for value in one], [8 * value for value in other])
    assert scaled == probability_by_chance(one, other)
