"""JUnit files are read case by case; what a case is called does not depend on where it stands."""

import io
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import by_id, capture, ends, of_file

from workers.errors import ResultError
from workers.readers.junit import read

CASES = """<testsuites><testsuite name="s" tests="999" failures="0">
<testcase classname="a.B" name="ok" time="1,000.5"/>
<testcase classname="a.B" name="bad"><failure message="m">t</failure></testcase>
<testcase classname="a.B" name="broken"><error>only text</error></testcase>
<testcase classname="a.B" name="later"><skipped message="no data"/></testcase>
</testsuite></testsuites>"""


def test_cases_count_not_claims() -> None:
    """The totals a file states about itself are not believed."""
    cases = by_id(of_file("junit", CASES))
    assert ends(cases.values()) == (1, 1, 1, 1)
    assert list(cases) == ["a.B::ok", "a.B::bad", "a.B::broken", "a.B::later"]
    assert cases["a.B::ok"].duration_s == 1000.5
    assert [cases[f"a.B::{name}"].message for name in ("bad", "broken", "later")] == ["m", "only text", "no data"]


def test_a_single_suite_is_a_document_too() -> None:
    """A root of `testsuite` is read as well."""
    assert ends(of_file("junit", '<testsuite name="s"><testcase name="x"/></testsuite>')) == (1, 0, 0, 0)


def test_suites_inside_suites_count_and_name_what_has_no_class() -> None:
    """Nested suites are counted once each; the root's name is no part of an identity."""
    inner = '<testsuite name="i"><testcase name="y" classname="test"/></testsuite>'
    text = f'<testsuites><testsuite name="s"><testcase name="x"/>{inner}</testsuite></testsuites>'
    assert [case.id for case in of_file("junit", text)] == ["s::x", "s > i::y"]


def test_the_worst_child_of_a_case_counts() -> None:
    """An error in the end of a test that was skipped is an error."""
    text = '<testsuite><testcase name="x"><skipped message="s"/><error message="e"/></testcase></testsuite>'
    assert [(case.outcome, case.message) for case in of_file("junit", text)] == [("error", "e")]


def test_a_suite_that_could_not_be_set_up_is_an_error() -> None:
    """Where a whole suite has an error, there is no case that could tell of it."""
    assert ends(of_file("junit", '<testsuite name="s"><error message="no disk"/></testsuite>')) == (0, 0, 1, 0)


def test_known_failures_are_no_failures() -> None:
    """node's `todo`, pytest's `xfail` and Catch2's `!mayfail` are told before."""
    names = {case.id for report in ("node.xml", "pytest.xml", "catch.xml") for case in of_file("junit", capture(report))
             if case.tags == ("expected failure",)}  # fmt: skip
    assert names == {"later", "later and bad", "test_pt::test_xfail", "t.global::known", "t.global::may fail"}


def test_ctest_means_two_things_by_not_run() -> None:
    """A program that is not there is an error, a test that wished to be skipped is not."""
    cases = by_id(of_file("junit", capture("ctest.xml")))
    assert [cases[name].outcome for name in ("absent", "skipped", "off")] == ["error", "skipped", "skipped"]


def test_what_became_of_a_test_that_was_run_again_is_told() -> None:
    """Surefire writes both attempts: one that passed in the end is not bad, and never simply green."""
    cases = by_id(of_file("junit", capture("surefire.xml")))
    flaky, radius = cases["demo.ShapeTest::flaky"], cases["demo.ShapeTest::radius"]
    assert (flaky.flaky, flaky.bad, flaky.tags) == (True, False, ("flaky",))
    assert (radius.flaky, radius.bad, radius.retries) == (False, True, ("failed",))


@pytest.mark.threat("T19")
def test_an_attempt_that_pytest_repeated_never_counts_as_a_success() -> None:
    """The plug-in for repeats writes a failed attempt as a case without an end; twice the same name is one test."""
    twice = '<testcase classname="m" name="t"/><testcase classname="m" name="t"/><testcase classname="m" name="u"/>'
    cases = of_file(
        "junit", f'<testsuites name="pytest tests"><testsuite name="pytest">{twice}</testsuite></testsuites>'
    )
    assert [(case.id, case.flaky) for case in cases] == [("m::t", True), ("m::u", False)]


def test_parameters_belong_to_a_name() -> None:
    """Brackets, blanks and dashes in them survive."""
    assert {"test_pt::test_words[a - b]", "test_pt::test_words[x[1]]"} <= set(
        by_id(of_file("junit", capture("pytest.xml")))
    )


@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 50))
def test_a_name_depends_on_neither_order_nor_line(names: list[str], shift: int) -> None:
    """Cases that are moved and shifted are the same cases."""
    rows = "".join(
        f'<testcase classname="m" name="{name}" file="m.py" line="{i + shift}"/>' for i, name in enumerate(names)
    )
    cases = of_file("junit", f'<testsuite name="s">{rows}</testsuite>')
    assert {case.id for case in cases} == {f"m::{name}" for name in "abcd"}


@pytest.mark.threat("T32")
@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><testsuites/>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>',
        "<testsuites>",
        "",
        "\x00",
        "<html/>",
    ],
)
def test_what_is_no_junit_is_refused_with_a_sentence(text: str) -> None:
    """Entities, document types and other files are refused, with a sentence."""
    with pytest.raises(ResultError, match="JUnit"):
        of_file("junit", text)


@pytest.mark.threat("T32")
def test_a_laughing_bomb_is_refused_before_it_grows() -> None:
    """Entities that double ten times are never expanded."""
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    with pytest.raises(ResultError, match="JUnit"):
        of_file("junit", f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]><testsuites>&e9;</testsuites>')


@pytest.mark.threat("T32")
def test_depth_is_no_attack() -> None:
    """Suites nested ten thousand deep are read like any other."""
    depth = 10_000
    text = "<testsuites>" + "<testsuite>" * depth + '<testcase name="x"/>' + "</testsuite>" * depth + "</testsuites>"
    assert ends(of_file("junit", text)) == (1, 0, 0, 0)


def test_what_came_before_the_damage_is_told() -> None:
    """A file that was cut off gives its cases, then the error."""
    cases = []
    with pytest.raises(ResultError):
        for case in read(io.BytesIO(CASES[:150].encode())):
            cases.append(case)
    assert [case.id for case in cases] == ["a.B::ok"]


class Generated(io.RawIOBase):
    """A JUnit file of so many cases, made while it is read."""

    def __init__(self, cases: int) -> None:
        self._rows = self._make(cases)
        self._left = b""

    def _make(self, cases: int) -> Iterator[bytes]:
        yield b'<testsuites><testsuite name="s">'
        for number in range(cases):
            yield (
                b'<testcase classname="m.C" name="t[%d]" time="0.01"><system-out>words</system-out></testcase>' % number
            )
        yield b"</testsuite></testsuites>"

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (row := next(self._rows, None)):
            self._left += row
        piece, self._left = self._left[:size], self._left[size:]
        return piece


@pytest.mark.threat("F18")
def test_three_hundred_thousand_cases_need_no_more_memory_than_three_thousand() -> None:
    """The file is a stream, and nothing of a case is kept after it was told."""
    peaks = []
    for number in (3_000, 300_000):
        tracemalloc.start()
        assert sum(1 for _ in read(cast(BinaryIO, Generated(number)))) == number
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 2**20
    assert peaks[1] < 16 * 2**20


@pytest.mark.threat("F18")
def test_a_word_without_end_is_kept_only_in_part() -> None:
    """Fifty megabytes of output inside of a case are passed by."""
    filler = b"x" * 2**20
    rows = [b"<testsuite><testcase name='t'><system-out>", *[filler] * 20, b"</system-out><failure>", *[filler] * 5]
    content = b"".join([*rows, b"</failure></testcase></testsuite>"])
    tracemalloc.start()
    (case,) = read(io.BytesIO(content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (case.outcome, len(case.message)) == ("failed", 1000)
    assert peak < 8 * 2**20
