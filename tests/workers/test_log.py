"""A log keeps its two ends, and its size is bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.log import LINE_LIMIT, CappedLog


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_a_short_log_is_kept_whole(chunks: list[bytes]) -> None:
    """What fits is not changed, however it was cut into chunks."""
    log = CappedLog(10**6)
    for chunk in chunks:
        log.write(chunk)
    log.close()
    whole = b"".join(chunks)
    expected = [line.rstrip(b"\r") for line in whole.split(b"\n")]
    if expected and not whole.endswith(b"\n") and expected[-1] == b"" and not whole.rpartition(b"\n")[2]:
        expected.pop()
    text = "".join(line.decode(errors="replace") + "\n" for line in expected)
    assert log.dropped == 0
    assert log.text().rstrip("\n") == text.rstrip("\n")


@pytest.mark.threat("T04", "F18")
@given(st.integers(min_value=1, max_value=400), st.integers(min_value=0, max_value=3000))
def test_a_flood_is_bounded(lines: int, length: int) -> None:
    """However much comes, at most the limit is kept, and the end is among it."""
    log = CappedLog(8192)
    for number in range(lines):
        log.write(b"x" * length + b" line %d\n" % number)
    log.close()
    assert len(log.text()) <= 8192 + LINE_LIMIT + 200
    assert f"line {lines - 1}" in log.text()


@pytest.mark.threat("T04")
def test_one_endless_line_is_cut() -> None:
    """A line without an end costs what a line costs."""
    log = CappedLog(10**6)
    for _ in range(1000):
        log.write(b"y" * 65536)
    log.close()
    assert len(log.text()) < 2 * LINE_LIMIT
    assert log.dropped == 1000 * 65536 - LINE_LIMIT
    assert "[line cut]" in log.text()


def test_what_is_missing_is_said() -> None:
    """Where the middle was left out, the log says how much."""
    log = CappedLog(2048)
    log.write(b"".join(b"line %d\n" % number for number in range(2000)))
    log.close()
    assert f"[... {log.dropped} bytes left out ...]" in log.text()
    assert log.text().startswith("line 0\n")
