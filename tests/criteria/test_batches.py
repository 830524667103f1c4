"""Batches: every file is answered for once, and a poisonous one costs only itself."""

import time
from threading import Event, Lock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria import batches as batching
from criteria.batches import LONE_BYTES, Batch, Work, answers, batches
from criteria.errors import ToolError


def _nothing(batch: Batch, stop: Event) -> dict[str, int]:
    return dict.fromkeys(batch, 0)


@given(st.dictionaries(st.text("ab01", min_size=1), st.integers(0, 3 * 2**20), max_size=60), st.booleans())
def test_each_file_is_in_one_batch(sizes: dict[str, int], divide: bool) -> None:
    """Nothing is lost and nothing is asked twice; no batch is empty; a large file stands alone."""
    cut = batches(Work(sizes, _nothing, divide))
    assert sorted(name for batch in cut for name in batch) == sorted(sizes)
    assert all(cut)
    assert all(len(batch) == 1 for batch in cut if any(sizes[name] >= LONE_BYTES for name in batch))


def test_every_core_has_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal files are spread evenly; a reader that uses all cores gets them at once."""
    monkeypatch.setattr(batching, "cores", lambda: 4)
    sizes = {str(number): 100_000 for number in range(100)}
    assert len(batches(Work(sizes, _nothing))) in (8, 9)
    assert len(batches(Work({str(number): 10 for number in range(100)}, _nothing))) == 1
    assert len(batches(Work(sizes, _nothing, divide=False))) == 1


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["", "BAD", "CRASH"]), max_size=24), st.lists(st.sampled_from(["", "CRASH"]), max_size=9)
)
def test_a_file_that_brings_a_reader_down_costs_only_itself(first: list[str], second: list[str]) -> None:
    """A24: whatever crashes, each other file has the answer that it would have had alone; so for each reader."""
    texts = {"a": first, "b": second}

    def work(name: str) -> Work:
        def examine(batch: Batch, stop: Event) -> dict[int, str]:
            found = {number: texts[name][number] for number in batch}
            if "CRASH" in found.values():
                raise ToolError("crashed")
            return found

        return Work(dict.fromkeys(range(len(texts[name])), 1), examine)

    answered: dict[tuple[object, int], str] = {}
    lost: set[tuple[object, int]] = set()
    for attempt in answers({name: work(name) for name in texts}):
        for number in attempt.batch:
            if attempt.answer is None:
                lost.add((attempt.work, number))
            else:
                answered[attempt.work, number] = attempt.answer[number]
    every = {(name, number): text for name, found in texts.items() for number, text in enumerate(found)}
    assert lost == {key for key, text in every.items() if text == "CRASH"}
    assert answered == {key: text for key, text in every.items() if text != "CRASH"}


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 3), st.integers(1, 12))
def test_no_work_runs_more_often_than_it_may(limit: int, files: int) -> None:
    """The limit holds at every moment, and all files are answered for."""
    at_once, most, lock = 0, 0, Lock()

    def examine(batch: Batch, stop: Event) -> dict[int, int]:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.001)
        with lock:
            at_once -= 1
        return dict.fromkeys(batch, 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batching, "cores", lambda: 4)
        found = answers({"a": Work(dict.fromkeys(range(files), LONE_BYTES), examine, limit=limit)})
    assert sorted(key for attempt in found for key in attempt.batch) == list(range(files))
    assert most <= limit


def test_a_hopeless_reader_is_not_asked_file_by_file() -> None:
    """What fails for a reason that no file has is tried once a batch."""
    asked: list[Batch] = []

    def examine(batch: Batch, stop: Event) -> None:
        asked.append(batch)
        raise ToolError("not installed", hopeless=True)

    found = answers({"a": Work(dict.fromkeys(range(100), 1), examine, divide=False)})
    assert len(asked) == 1
    assert [attempt.why for attempt in found] == ["not installed"]


def test_when_the_time_is_used_up_the_rest_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is not asked any more, and none of it has an answer."""
    monkeypatch.setattr(batching, "BUDGET", -1.0)
    found = answers({"a": Work({1: 1, 2: 1}, _nothing)})
    assert sorted(key for attempt in found for key in attempt.batch) == [1, 2]
    assert {(attempt.answer, attempt.why) for attempt in found} == {(None, "the time for this snapshot was used up")}


def test_an_interrupt_stops_the_readers_and_goes_on_upwards() -> None:
    """Nothing keeps running and nothing is made of half an answer."""
    stopped: list[bool] = []

    def examine(batch: Batch, stop: Event) -> None:
        if batch == (0,):
            raise KeyboardInterrupt
        stopped.append(stop.wait(10))

    with pytest.raises(KeyboardInterrupt):
        answers({"a": Work({1: LONE_BYTES, 0: LONE_BYTES}, examine)})
    assert stopped in ([True], [])
