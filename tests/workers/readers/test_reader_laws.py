"""Laws of every reader, whatever it is shown."""

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import CAPTURES, of_log

from workers.all_readers import FILE_READERS, LOG_READERS, file_reader_of
from workers.errors import ResultError
from workers.readers.test_case import from_line, to_line

LINES = sorted({line for path in CAPTURES.glob("*.log") for line in path.read_text(encoding="utf-8").split("\n")})
PIECES = st.sampled_from(LINES) | st.text(max_size=80)
HEADS = st.sampled_from(
    [
        "",
        "<testsuites>",
        "<testsuite><testcase name='",
        "TAP version 14\n",
        "1..2\nok 1",
        '{"Action":"run"}\n',
        "\x1f\x8b",
        "{",
    ]
)


@pytest.mark.threat("T40")
@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25))
def test_no_log_brings_a_reader_down_and_every_record_survives(lines: list[str]) -> None:
    """Lines of real logs in any order, cut into one another, and any other text."""
    for reader in LOG_READERS:
        for case in of_log(reader, "\n".join(lines)):
            assert from_line(to_line(case).encode()) == case


@pytest.mark.threat("T40")
@settings(max_examples=300)
@given(HEADS, st.binary(max_size=300))
def test_no_file_brings_a_reader_down(head: str, rest: bytes) -> None:
    """Records that survive, or a sentence."""
    content = head.encode("latin-1") + rest
    assert file_reader_of(content) in {None, *FILE_READERS}
    for read in FILE_READERS.values():
        try:
            for case in read(io.BytesIO(content)):
                assert from_line(to_line(case).encode()) == case
        except ResultError as error:
            assert str(error)


@pytest.mark.threat("T40")
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CAPTURES.glob("*.[xtj]*"))), st.data())
def test_a_report_with_a_hole_in_it_is_read_or_refused(path: object, data: st.DataObject) -> None:
    """Real reports, from which a piece is missing."""
    content = path.read_bytes()  # type: ignore[attr-defined]
    start = data.draw(st.integers(0, len(content)))
    broken = content[:start] + content[data.draw(st.integers(start, len(content))) :]
    for read in FILE_READERS.values():
        try:
            for case in read(io.BytesIO(broken)):
                assert from_line(to_line(case).encode()) == case
        except ResultError as error:
            assert str(error)


ROWS = {
    "ctest": "{0}/9 Test #1: t{0} .............................   Passed    0.00 sec",
    "meson": " 2/11 t{0}           OK            0.01s",
    "sage": "    [3 tests, 0.01s wall]",
    "pytest": "t.py::t{0} PASSED [ 50%]",
    "cargo": "test t{0} ... ok",
    "go": "--- PASS: T{0} (0.00s)",
    "node": "✔ t{0} (0.1ms)",
    "gtest": "[       OK ] S.T{0} (0 ms)",
    "unittest": "test_{0} (m.T) ... ok",
    "automake": "PASS: t{0}",
    "tap": "ok {0} - t",
    "maven": "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0 s - in a.B{0}",
    "testthat": "Failure ('t.R:1'): t{0}",
    "julia": "s: Test Failed at t.jl:{0}",
    "catch2": "t.cpp:{0}: FAILED:",
    "doctest": 'File "a.py", line {0}, in a.b',
}
FIRST = {"sage": "sage -t a.py", "cargo": "running 9 tests", "tap": "1..99999"}


@pytest.mark.threat("F18")
@pytest.mark.parametrize("reader", ROWS)
def test_a_long_log_needs_little_memory(reader: str) -> None:
    """A reader keeps few lines, however many it is shown, and however long they are."""
    log = LOG_READERS[reader]()
    list(log.line(FIRST.get(reader, "")))
    tracemalloc.start()
    for number in range(30_000):
        for _ in log.line(ROWS[reader].format(number + 1)):
            pass
        for _ in log.line("words " * 100):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 * 2**20
