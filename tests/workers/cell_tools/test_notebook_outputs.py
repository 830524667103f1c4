"""Outputs of a notebook's cell are the same when only the machine differs, and differ when the result does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.cell_tools.notebook_outputs import DIFF_LINES, difference, exceptions, plain_lines


def printed(text: Any, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def result(**data: Any) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {key.replace("_", "/", 1): value for key, value in data.items()}}


ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["..."]}


@pytest.mark.parametrize(
    ("stored", "got"),
    [
        ([printed("a\n"), printed("b\n")], [printed("a\nb\n")]),
        ([printed(["a\n", "b\n"])], [printed("a\nb\n")]),
        ([printed("a\n"), printed("w\n", "stderr"), printed("b\n")], [printed("a\nb\n")]),
        ([printed("<x at 0x7f5bc07e5350>")], [printed("<x at 0x55aa00>")]),
        ([printed("done 2024-01-31 10:11:12.5")], [printed("done 2026-11-20T08:00:00Z")]),
        ([printed("at 10:11:12")], [printed("at 9:01:00.25")]),
        ([printed("elapsed 0.0821 s, 3 loops")], [printed("elapsed 1.9 s, 4 loops")]),
        ([printed("saved /tmp/abc/x.csv")], [printed("saved /tmp/q.csv")]),
        ([printed("\x1b[31mred\x1b[0m")], [printed("red")]),
        ([printed("10 %\r50 %\r100 %\n")], [printed("100 %\n")]),
        ([printed("a\r\nb  \n\n")], [printed("a\nb")]),
        ([result(text_plain="<IPython.core.display.SVG object>", image_png="iVBO")],
         [result(text_plain="<IPython.core.display.SVG object>", image_png="other")]),
        ([result(text_html="<b>1</b>")], [result(text_html="<b>2</b>")]),
        ([dict(result(text_plain="1"), execution_count=3)], [dict(result(text_plain="1"), execution_count=9)]),
        ([], [printed("a warning", "stderr")]),
        ([ERROR], [dict(ERROR, evalue="other", traceback=[])]),
    ],
)  # fmt: skip
def test_the_machine_does_not_count(stored: list[Any], got: list[Any]) -> None:
    """Addresses, times, paths of the day, colours, bytes of images and how a stream was cut are no difference."""
    assert difference(stored, got) == ""


@pytest.mark.parametrize(
    ("stored", "got"),
    [
        ([printed("1")], [printed("2")]),
        ([printed("1")], []),
        ([], [printed("1")]),
        ([result(text_plain="5 m")], [result(text_plain="6 m")]),
        ([result(text_plain="3 s")], [result(text_plain="4 s")]),
        ([result(text_plain="x", image_png="a")], [result(text_plain="x")]),
        ([ERROR], [dict(ERROR, ename="KeyError")]),
        ([ERROR], []),
        ([printed("line")], [printed("lime")]),
        ([printed("v 1.0")], [printed("v 1.1")]),
    ],
)
def test_the_result_does(stored: list[Any], got: list[Any]) -> None:
    """Another number, a missing image, another exception: each is a difference, shown as a diff."""
    assert difference(stored, got).startswith("--- stored\n+++ now\n")


def test_a_tolerance_is_for_numbers_only() -> None:
    """With a tolerance the last digits may differ; without one, and in whole numbers and words, nothing may."""
    before, after = [printed("x = 1.00000000 (3 steps)")], [printed("x = 1.00000001 (3 steps)")]
    assert difference(before, after)
    assert difference(before, after, 1e-6) == ""
    assert difference(before, [printed("x = 1.1 (3 steps)")], 1e-6)
    assert difference(before, [printed("x = 1.00000001 (4 steps)")], 1e-6)
    assert difference(before, [printed("y = 1.00000001 (3 steps)")], 1e-6)


def test_a_diff_is_short() -> None:
    """However much differs, a few short lines are kept."""
    diff = difference([printed("a" * 5000 + "\n") for _ in range(9)], [printed(f"{n}\n" * 3000) for n in range(9)])
    assert len(diff.splitlines()) <= DIFF_LINES
    assert max(map(len, diff.splitlines())) <= 200


@given(st.text())
def test_the_same_is_the_same(text: str) -> None:
    """Any text equals itself, and is never lost when it is more than spaces."""
    assert difference([printed(text)], [printed(text)]) == ""
    assert bool(plain_lines([printed(text)])) == bool(text.strip())


@pytest.mark.threat("T40")
@pytest.mark.parametrize("text", ["0x" * 200_000, "1:" * 200_000, "1." * 200_000, "/tmp/" * 100_000, "\x1b[" * 200_000])
def test_long_lines_are_read_in_one_pass(text: str) -> None:
    """No output makes the comparison slow: every expression is bounded."""
    assert difference([printed(text)], [printed(text)], 1e-6) == ""
    plain_lines([printed(text)])


def test_exceptions_are_named() -> None:
    """Of an exception its name and its words are kept."""
    assert exceptions([printed("x"), ERROR]) == ["ValueError: no"]
