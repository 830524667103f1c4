"""Batches: every file is answered for once, and a poisonous one costs only itself."""

from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_tool import Sample

from criteria.tools import batches as batching
from criteria.tools.batches import LONE_BYTES, batches, examine_all
from criteria.tools.tool import Examination


@given(st.dictionaries(st.text("ab01", min_size=1), st.integers(0, 3 * 2**20), max_size=60), st.integers(1, 16))
def test_each_file_is_in_one_batch(sizes: dict[str, int], processes: int) -> None:
    """Nothing is lost and nothing is asked twice; no batch is empty; a large file stands alone."""
    cut = batches(sizes, processes)
    assert sorted(name for batch in cut for name in batch) == sorted(sizes)
    assert all(cut)
    assert all(len(batch) == 1 for batch in cut if any(sizes[name] >= LONE_BYTES for name in batch))


def test_every_process_has_work() -> None:
    """Equal files are spread evenly."""
    assert {len(batch) for batch in batches({str(number): 1000 for number in range(100)}, 4)} <= {24, 25, 26}


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.sampled_from(["", "BAD", "CRASH", "FAIL"]), max_size=24))
def test_a_file_that_brings_the_tool_down_costs_only_itself(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """A24: whatever crashes, each other file has the answer that it would have had alone."""
    folder = tmp_path_factory.mktemp("files")
    names = {f"f{number:06d}.py": text for number, text in enumerate(texts)}
    for name, text in names.items():
        (folder / name).write_text(text)
    found = examine_all(Sample(), folder, dict.fromkeys(names, 1))
    assert {hit.name for hit in found.hits} == {name for name, text in names.items() if text == "BAD"}
    assert set(found.failed) == {name for name, text in names.items() if text in ("CRASH", "FAIL")}


def test_when_the_time_is_used_up_the_rest_is_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is not asked any more, and none of it is clean."""
    monkeypatch.setattr(batching, "BUDGET", -1.0)
    found = examine_all(Sample(), tmp_path, {"f000000.py": 1, "f000001.py": 1})
    assert set(found.failed.values()) == {"the time for this tool was used up"}
    assert len(found.failed) == 2


class _Interrupted(Sample):
    """The first call is interrupted; the others wait to be stopped."""

    stopped = False

    def examine(self, folder: Path, names: tuple[str, ...], stop: Event) -> Examination:  # type: ignore[override]
        if "f000000.py" in names:
            raise KeyboardInterrupt
        self.stopped = stop.wait(10)
        return Examination()


def test_an_interrupt_stops_the_tools_and_goes_on_upwards(tmp_path: Path) -> None:
    """Nothing keeps running and nothing is made of half an answer."""
    tool = _Interrupted()
    with pytest.raises(KeyboardInterrupt):
        examine_all(tool, tmp_path, {"f000001.py": LONE_BYTES, "f000000.py": LONE_BYTES})
    assert tool.stopped
