"""What a log tells is made equal to the totals it states."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.readers import tally as module
from workers.readers.tally import Held, Tally
from workers.readers.test_case import FAILED, PASSED, UNNAMED, case


@given(
    st.dictionaries(st.sampled_from(["passed", "failed", "skipped"]), st.tuples(st.integers(0, 9), st.integers(0, 9)))
)
def test_names_and_totals_add_up(numbers: dict[str, tuple[int, int]]) -> None:
    """Where a log names no more tests than it states, exactly as many are told."""
    tally = Tally("x")
    told = [tally.told(case(f"{end} {i}", end)) for end, (named, _) in numbers.items() for i in range(named)]
    told += tally.stated(*(((end,), named + more) for end, (named, more) in numbers.items()))
    assert Counter(each.outcome for each in told) == Counter(
        {end: sum(both) for end, both in numbers.items() if sum(both)}
    )
    assert len({each.id for each in told}) == len(told)


def test_a_run_inside_of_a_run_takes_nothing_away() -> None:
    """The inner one states its total first; what was told before it belongs to the outer one."""
    tally = Tally("x")
    told = [tally.told(case(str(i), PASSED)) for i in range(5)]
    assert list(tally.stated(((PASSED,), 1))) == []
    assert len(told) + len(list(tally.stated(((PASSED,), 6)))) == 7


def test_tests_without_a_name_say_so() -> None:
    """They have a number of their own for each outcome, so one more failure renames no success."""
    tally = Tally("x")
    assert [each.id for each in tally.stated(((PASSED,), 2), ((FAILED,), 1))] == ["x#1", "x#2", "x#failed 1"]
    assert {each.tags for each in tally.unnamed(PASSED, 2, "a.py")} == {(UNNAMED,)}


@pytest.mark.threat("F18")
def test_a_total_beyond_belief_ends_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is stated."""
    monkeypatch.setattr(module, "MOST", 100)
    tally = Tally("x")
    assert sum(len(list(tally.stated(((PASSED,), 70)))) for _ in range(50)) == 100


@pytest.mark.threat("F18")
def test_a_scope_without_end_is_cut_once() -> None:
    """Else a long name would be cut anew for every test that it stands before."""
    assert all(len(each.id) <= 500 for each in Tally("x").unnamed(PASSED, 3, "s" * 10**6))


@pytest.mark.threat("F18")
def test_few_failures_wait() -> None:
    """The rest is told at once, and nothing is lost."""
    held = Held(3)
    told = [each for number in range(10) for each in held.add(case(str(number), FAILED))]
    assert held.full
    assert len(told) == 7
    assert len(list(held.release())) == 3
    assert not held.full
