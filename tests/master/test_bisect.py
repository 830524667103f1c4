"""The first bad commit: found in few steps, never past one that was shown to be good, honest about gaps."""

from hypothesis import given
from hypothesis import strategies as st

from master.commands.bisect import State, first_bad


@given(st.integers(2, 400), st.data())
def test_finds_the_first_bad_one(length: int, data: st.DataObject) -> None:
    """With every commit testable there is one suspect, after about log2 steps."""
    line = [f"c{number}" for number in range(length)]
    first = data.draw(st.integers(1, length - 1))
    asked: list[str] = []

    def state(commit: str) -> State:
        asked.append(commit)
        return State.BAD if int(commit[1:]) >= first else State.GOOD

    found = first_bad(line, state)
    assert found.suspects == (f"c{first}",)
    assert len(asked) <= length.bit_length()
    assert len(asked) == len(set(asked))


@given(st.integers(2, 60), st.data())
def test_gaps_are_told(length: int, data: st.DataObject) -> None:
    """Commits that cannot be tested widen the answer by no more than themselves, and the first bad one is in it."""
    line = [f"c{number}" for number in range(length)]
    first = data.draw(st.integers(1, length - 1))
    broken = data.draw(st.sets(st.integers(1, max(1, length - 2)))) - {0, length - 1}

    def state(commit: str) -> State:
        number = int(commit[1:])
        return State.UNKNOWN if number in broken else State.BAD if number >= first else State.GOOD

    found = first_bad(line, state)
    assert f"c{first}" in found.suspects
    assert all(int(commit[1:]) in broken for commit in found.suspects[:-1])
