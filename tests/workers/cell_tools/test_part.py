"""What a child told of its file is checked line by line: tests could write there."""

import json
import os
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.cell_tools.entries import DIRECTIVE, RUN, SIGNALS, SKIP, Entry, plan_lines
from workers.cell_tools.part import LINE_CAP, Part

PLAN = [
    Entry("f", 0, "a", 1, RUN, ()),
    Entry("f", 1, "b", 2, RUN, ("long time",)),
    Entry("f", 2, "c", 3, SKIP, ("gap",)),
    Entry("f", 3, "d", 4, DIRECTIVE, ()),
    Entry("f::sig_on_count", 0, "e", 5, SIGNALS, ("virtual",)),
]
WHOLE = [
    *plan_lines("m", PLAN),
    ["start", 0],
    ["result", 0, "passed", 0.5, "", 1],
    ["result", 1, "failed", 0.25, "no", 4],
    ["result", 4, "passed", 0.0, "", -1],
]


def read(data: bytes) -> Part:
    with tempfile.TemporaryFile(buffering=0) as stream:
        os.write(stream.fileno(), data)
        return Part().read(stream.fileno())


def lines(rows: list[list[object]]) -> bytes:
    return b"".join(b"\n" + json.dumps(row).encode() + b"\n" for row in rows)


def outcomes(part: Part, ended_by: str = "") -> list[tuple[str, str, list[str]]]:
    return [
        (item["id"] + f"[{item['ordinal']}]", item["outcome"], item.get("tags", []))
        for item in part.records("m.py", "seed=1", ended_by)
    ]


def test_each_example_has_one_record() -> None:
    """An example is recorded as it ended; the one that Sage adds only where it fails."""
    part = read(lines(WHOLE))
    assert outcomes(part) == [
        ("m::f[0]", "passed", []),
        ("m::f[1]", "failed", ["long time", "seed=1"]),
        ("m::f[2]", "skipped", ["gap"]),
        ("m::f[3]", "skipped", ["+SKIP"]),
    ]
    assert part.counts == (3, 1)
    assert (part.dropped, part.troubles) == (0, [])


def test_a_crash_is_told_apart() -> None:
    """The example that ran when the process ended is an error; those after it are known as not run."""
    part = read(lines(WHOLE[:-2]))
    assert outcomes(part, "Killed due to kill signal") == [
        ("m::f[0]", "passed", []),
        ("m::f[1]", "error", ["long time", "seed=1"]),
        ("m::f[2]", "skipped", ["gap"]),
        ("m::f[3]", "skipped", ["not run"]),
    ]


def test_a_torn_line_is_dropped_and_counted() -> None:
    """A process that was killed in the middle of a write leaves half a line, and that is nobody's result."""
    data = lines(WHOLE)[:-12]
    part = read(data)
    assert part.dropped == 1
    assert 4 not in part.results
    assert part.results[1][0] == "failed"


@pytest.mark.parametrize("cut", range(1, len(lines(WHOLE)), 7))
def test_no_cut_makes_a_result(cut: int) -> None:
    """Wherever the lines end, what is read is a part of what was told."""
    whole, part = read(lines(WHOLE)), read(lines(WHOLE)[:cut])
    assert part.results.items() <= whole.results.items()
    assert part.entries == whole.entries[: len(part.entries)]


@pytest.mark.threat("T19")
@pytest.mark.parametrize(
    "foreign",
    [
        b'["result", 0, "passed", 0.1',
        b"no json\n",
        b"[]\n",
        b"{}\n",
        b"null\n",
        b'["result", 99, "passed", 0.1, "", 0]\n',
        b'["result", -1, "passed", 0.1, "", 0]\n',
        b'["result", 0, "fine", 0.1, "", 0]\n',
        b'["result", "0", "passed", 0.1, "", 0]\n',
        b'["records", 1, 2, 3]\n',
        b'["_drop"]\n',
        b'["entries", [["g", 0, "d", 1, "run", []]]]\n',
        b'["plan"]\n',
        b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
    ],
)
def test_a_foreign_line_changes_nothing(foreign: bytes) -> None:
    """What is not of the form, or names what was not planned, is dropped and counted."""
    begin, end = lines(WHOLE[:3]), lines(WHOLE[3:])
    part = read(begin + foreign + end)
    assert part.dropped == 1
    assert outcomes(part) == outcomes(read(lines(WHOLE)))


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(data: bytes) -> None:
    """No content makes the reader fail, and it invents no results."""
    part = read(data)
    assert len(list(part.records("m.py", "", ""))) <= len(part.entries)


def test_a_line_without_end_is_cut() -> None:
    """A line that is far too long is read piece by piece and dropped."""
    part = read(lines(WHOLE) + b"x" * (3 * LINE_CAP))
    assert part.dropped >= 3
    assert part.counts == (3, 1)


def test_the_last_round_counts() -> None:
    """A file that is run again tells its plan again, and what it told before is forgotten."""
    again = [*plan_lines("m", PLAN), ["start", 0], ["result", 0, "failed", 0.1, "", 1]]
    part = read(lines([*WHOLE, *again]))
    assert part.results == {0: ("failed", 0.1, "")}


def test_a_plan_that_is_not_whole_is_said() -> None:
    """Where examples are missing from the plan, that is told."""
    assert read(lines(WHOLE[:1])).troubles == ["0 of 5 examples were named"]
