"""Records of a cell's programs are read by the worker as they were meant."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.cell_tools.records import (
    ERROR,
    FAILED,
    PASSED,
    SKIPPED,
    RecordFile,
    ResultsError,
    record,
    results_folder,
    write_junit,
)
from workers.readers import junit
from workers.readers.test_case import LINE_LIMIT, OUTCOMES, from_line, read_lines, to_line


def test_the_outcomes_are_those_of_the_reader() -> None:
    """Program and worker use the same words."""
    assert {PASSED, FAILED, ERROR, SKIPPED} == set(OUTCOMES)


@given(
    st.text(min_size=1).filter(lambda text: text.strip(" \n\t") and text.isprintable()),
    st.sampled_from(OUTCOMES),
    st.floats(allow_nan=False, allow_infinity=False, min_value=0, max_value=1e6),
    st.text(),
    st.text(),
    st.lists(st.text(), max_size=30),
)
def test_any_record_can_be_read(
    id_: str, outcome: str, seconds: float, message: str, file: str, tags: list[str]
) -> None:
    """Whatever a test is called and says, its line is one line, short enough, and of the reader's form."""
    item = record(id_, outcome, duration_s=seconds, message=message, file=file, line=3, ordinal=0, tags=tags)
    line = json.dumps(item, separators=(",", ":"))
    assert len(line) <= LINE_LIMIT
    case = from_line(line)
    assert (case.outcome, case.line, case.ordinal) == (outcome, 3, 0)


def test_a_record_is_written_as_the_worker_would() -> None:
    """The line of a record is the line of the test case it stands for, field by field."""
    item = record("m::f", "failed", duration_s=0.5, message="no", file="m.py", line=2, ordinal=1, digest="ab", tags="x")
    assert json.loads(to_line(from_line(json.dumps(item)))) == item


def test_earlier_records_stay_in_front(tmp_path: Path) -> None:
    """A second command of the same cell adds its records, also when the first was killed in the middle of a line."""
    (tmp_path / "tests.jsonl").write_text('{"id":"a","outcome":"passed"}\n{"id":"b","outc')
    records = RecordFile(tmp_path)
    records.write([record("c", "passed")])
    records.close()
    lines = (tmp_path / "tests.jsonl").read_text().splitlines()
    assert lines == ['{"id":"a","outcome":"passed"}', '{"id":"b","outc', '{"id":"c","outcome":"passed"}']
    assert [item["id"] for item in records.records()] == ["c"]


def test_the_file_can_be_read_before_the_end(tmp_path: Path) -> None:
    """When the cell is ended, the records so far are there."""
    records = RecordFile(tmp_path)
    records.write([record("a", "passed")])
    with (tmp_path / "tests.jsonl").open("rb") as stream:
        assert [case.id for case in read_lines(stream)] == ["a"]


@pytest.mark.threat("T19")
def test_what_tests_write_there_is_gone(tmp_path: Path) -> None:
    """The file of records is made anew from what nobody else had a name for."""
    path = tmp_path / "tests.jsonl"
    records = RecordFile(tmp_path)
    records.write([record("a", "failed")])
    path.write_text('{"id":"a","outcome":"passed"}\n')
    records.write([record("b", "passed")])
    records.close()
    assert [json.loads(line)["outcome"] for line in path.read_text().splitlines()] == ["failed", "passed"]


@pytest.mark.threat("T05")
@pytest.mark.parametrize("trap", ["link", "pipe"])
def test_no_link_is_followed_and_no_pipe_waited_for(tmp_path: Path, trap: str) -> None:
    """A link or a pipe in the place of the file is replaced; what it led to is not touched."""
    path, other = tmp_path / "tests.jsonl", tmp_path / "other"
    other.write_text("mine\n")
    if trap == "link":
        path.symlink_to(other)
    else:
        os.mkfifo(path)
    records = RecordFile(tmp_path)
    records.write([record("a", "passed")])
    records.close()
    assert path.is_file()
    assert not path.is_symlink()
    assert other.read_text() == "mine\n"
    assert path.read_text() == '{"id":"a","outcome":"passed"}\n'


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    """When the file cannot be written, a sentence names it and nothing is left lying about."""
    (tmp_path / "tests.jsonl").mkdir()
    records = RecordFile(tmp_path)
    with pytest.raises(ResultsError, match=r"tests.jsonl cannot be written"):
        records.close()
    assert [path.name for path in tmp_path.iterdir()] == ["tests.jsonl"]


def test_junit_says_the_same(tmp_path: Path) -> None:
    """The JUnit file has the same tests, whatever characters are in them."""
    items = [
        record("m::f<&\"'>", "passed", ordinal=0, duration_s=0.5),
        record("m::g", "failed", message="a < b\n\x1b[31m\ufffe]]>"),
        record("m::h", "error", message="boom"),
        record("m::i", "skipped", tags=("long time",)),
        record("m", "error"),
    ]
    write_junit(tmp_path / "j.xml", "suite", items)
    with (tmp_path / "j.xml").open("rb") as stream:
        cases = list(junit.read(stream))
    assert [case.outcome for case in cases] == ["passed", "failed", "error", "skipped", "error"]
    assert cases[0].id.endswith("f<&\"'>[0]")


def test_a_folder_for_results_must_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without $ASSAY_RESULTS, or with one that cannot be, a sentence says what to do."""
    monkeypatch.delenv("ASSAY_RESULTS", raising=False)
    with pytest.raises(ResultsError, match="ASSAY_RESULTS is not set: name the folder"):
        results_folder()
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSAY_RESULTS", str(tmp_path / "file" / "x"))
    with pytest.raises(ResultsError, match="cannot be made"):
        results_folder()
