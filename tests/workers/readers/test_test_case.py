"""Records of tests survive their way through a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.errors import ResultError
from workers.readers.test_case import ID_LIMIT, LINE_LIMIT, OUTCOMES, case, from_line, to_line

HOSTILE = st.text(max_size=60) | st.text(min_size=400, max_size=1200)
CASES = st.builds(
    case,
    HOSTILE,
    st.sampled_from(OUTCOMES),
    duration_s=st.floats() | st.integers(),
    message=HOSTILE,
    file=HOSTILE | st.none(),
    digest=HOSTILE | st.none(),
    line=st.integers(0, 10**9) | st.none(),
    ordinal=st.integers(0, 10**9) | st.none(),
    tags=st.lists(HOSTILE, max_size=30),
    retries=st.lists(st.sampled_from(OUTCOMES), max_size=10).map(tuple),
)


@given(CASES)
def test_a_record_is_the_same_after_its_way_through_a_file(record: object) -> None:
    """Whatever a project calls its tests, and it fits into a line that is read again."""
    line = to_line(record)  # type: ignore[arg-type]
    assert "\n" not in line
    assert len(line.encode()) <= LINE_LIMIT
    assert from_line(line.encode()) == record


def test_the_worst_record_fits_into_its_line() -> None:
    """Four bytes a character everywhere."""
    wide = "\U0001d11e"
    record = case(wide * 999, "failed", message=wide * 9999, file=wide * 999, digest=wide * 999, tags=[wide * 200] * 30)
    assert from_line(to_line(record).encode()) == record


def test_the_first_example_of_a_docstring_keeps_its_number() -> None:
    """Nought is a number, not an absence."""
    assert from_line(to_line(case("a", "passed", ordinal=0, digest="00"))).ordinal == 0


@pytest.mark.parametrize("name", ["", "\x00\x01", "  \n"])
def test_a_test_without_a_name_has_one(name: str) -> None:
    """Else its record could not be read again, and with it all the others."""
    assert from_line(to_line(case(name, "failed"))).id == "unnamed"


def test_long_names_that_differ_at_their_end_stay_apart() -> None:
    """Cutting makes no two tests one."""
    one, two = (case("x" * 900 + end, "passed").id for end in "ab")
    assert one != two
    assert len(one) == len(two) == ID_LIMIT


@given(st.binary(max_size=300))
def test_any_other_line_is_refused_with_a_sentence(line: bytes) -> None:
    """Nothing else ever comes out of the reader of records."""
    try:
        from_line(line)
    except ResultError as error:
        assert "record of a test" in str(error)
