"""Whether one sample tends to be larger than another: the rank sum test of Mann, Whitney and Wilcoxon.

It asks nothing of the shape of the distribution, which suits times: they are skewed, and a few are far off. The
distribution of U is taken for normal, with the correction for continuity and for ties, which holds from about eight
values on each side (H. B. Mann and D. R. Whitney, Ann. Math. Statist. 18 (1947) 50-60).
"""

import math
from collections.abc import Sequence

LEAST = 8  # values on each side from which the approximation holds


def rank_sum_u(lower: Sequence[float], upper: Sequence[float]) -> float:
    """U of `upper`: the number of pairs in which its value is the larger one; a tie counts one half."""
    ranks = _ranks([*lower, *upper])
    return sum(ranks[len(lower) :]) - len(upper) * (len(upper) + 1) / 2


def probability_by_chance(lower: Sequence[float], upper: Sequence[float]) -> float:
    """One-sided p: how likely a U as large is when both samples are of one distribution.

    1 where all values are the same. Raises ValueError for fewer than `LEAST` values on either side.
    """
    first, second = len(lower), len(upper)
    if min(first, second) < LEAST:
        raise ValueError(f"{first} and {second} values; the test needs {LEAST} on each side")
    every = first + second
    ties = sum(count**3 - count for count in _runs(sorted([*lower, *upper])))
    variance = first * second / 12 * (every + 1 - ties / (every * (every - 1)))
    if variance <= 0:
        return 1.0
    z = (rank_sum_u(lower, upper) - first * second / 2 - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2)) / 2


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, from 1; equal ones share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    for count in _runs([values[at] for at in order]):
        for at in order[start : start + count]:
            ranks[at] = start + (count + 1) / 2
        start += count
    return ranks


def _runs(ordered: Sequence[float]) -> list[int]:
    """How often each value stands there."""
    runs: list[int] = []
    for at, value in enumerate(ordered):
        if at and value == ordered[at - 1]:
            runs[-1] += 1
        else:
            runs.append(1)
    return runs
