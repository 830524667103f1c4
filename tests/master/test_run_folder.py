"""The folder of a run: its plan, and its events as they come."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from worker_cells import cell

from master.run_folder import BASE, Job, RunFolder, _whole_lines


def test_the_plan_is_what_was_written(tmp_path: Path) -> None:
    """Cells come back as they were, in their order, with a place for each outcome."""
    folder = RunFolder(tmp_path / "run")
    jobs = (Job(cell()), Job(cell(id="other", environment={"A": "é"}), BASE))
    folder.write_jobs(jobs, "udocker")
    assert folder.read_jobs() == ("udocker", jobs)
    assert [job.name for job in jobs] == [cell().id, "other (base)"]
    assert folder.outcome(1).parent.is_dir()
    assert folder.outcome(0) != folder.outcome(1)


def test_events_are_followed(tmp_path: Path) -> None:
    """Each event is given once, in its order; before the first there are none."""
    folder = RunFolder(tmp_path)
    assert folder.follow(0) == ([], 0)
    folder.tell({"event": "started", "number": 0})
    first, position = folder.follow(0)
    folder.tell({"event": "done", "text": "a\nb \u2028 é"})
    second, end = folder.follow(position)
    assert first == [{"event": "started", "number": 0}]
    assert second == [{"event": "done", "text": "a\nb \u2028 é"}]
    assert folder.follow(end) == ([], end)


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=2), max_size=6), st.data())
def test_half_a_line_is_never_read(events: list[dict[str, str]], data: st.DataObject) -> None:
    """However the file grows, what is read are whole events, each once."""
    from json import dumps

    content = "".join(dumps(event) + "\n" for event in events).encode()
    read: list[dict[str, str]] = []
    position = 0
    for seen in [*sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=6))), len(content)]:
        if seen >= position:
            news, position = _whole_lines(content[position:seen], position)
            read += news
    assert read == events
    assert position == len(content)
