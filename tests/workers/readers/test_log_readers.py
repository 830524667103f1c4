"""Log readers, one law at a time: names, reasons, and runs that did not come to their end."""

import random
from collections.abc import Callable

import pytest
from readings import by_id, capture, ends, of_capture, of_log

from workers.readers.test_case import TestCase


def reason(reader: str, name: str, id_: str) -> str:
    return by_id(of_capture(reader, name))[id_].message


@pytest.mark.parametrize(
    ("reader", "name", "id_", "words"),
    [
        ("ctest", "ctest.log", "crash", "Exception: SegFault"),
        ("ctest", "ctest.log", "absent", "Not Run"),
        ("meson", "meson.log", "tiny / slow", "killed by signal 15 SIGTERM"),
        ("maven", "maven-rerun.log", "demo.ShapeTest::radius", "AssertionError: radius expected:<1> but was:<2>"),
        ("sage", "sage.log", "slow.py", "Timed out, at: import time; time.sleep(60)"),
        ("sage", "sage.log", "crash.py", "Killed due to segmentation fault, at: import os, signal"),
        ("sage", "sage.log", "shapes.py::shapes.area", "Expected:"),
        ("pytest", "pytest-q.log", "test_pt::test_square[3]", "assert (3 * 3) < 9"),
        ("pytest", "pytest-crash.log", "crash.test_crash::test_b", "Aborted"),
        ("cargo", "cargo.log", "tiny:src/lib.rs::tests::bad", "two is not three"),
        ("cargo", "cargo.log", "tiny:src/lib.rs::tests::later", "slow"),
        ("go", "go-v.log", "example.org/tiny::TestTable/three", "three is bad"),
        ("go", "go.log", "example.org/tiny::TestBad", "want 3"),
        ("go", "go.log", "example.org/tiny/broken", "build failed"),
        ("node", "node-spec.log", "group > inner bad", "Error: inside"),
        ("gtest", "gtest.log", "Numbers/Param::Even/1", "t.cpp:10: Failure"),
        ("gtest", "gtest-crash.log", "Crash::DISABLED_Crash", "it did not end"),
        ("catch2", "catch-crash.log", "crash", "SIGSEGV"),
        ("test-drive", "testdrive.log", "shapes::radius", "expected 2 but got 1"),
        ("testthat", "testthat-check.log", "test-shapes.R::radius is wrong", "1 not equal to 2."),
        ("testthat", "testthat-summary.log", "test-shapes.R::it is skipped", "Reason: no data"),
        ("R-CMD-check", "rcheck.log", "tests/testthat.R", "slope: is flat"),
        ("unittest", "unittest.log", "test_shapes.Circle.test_radius", "AssertionError: 1 != 2"),
        ("unittest", "unittest-3.8.log", "test_shapes.Circle.test_parts (i=3)", "AssertionError: 1 != 0"),
        ("doctest", "doctest-v.log", "good.Counter.add", "TypeError: Counter.add() takes 1 positional argument"),
        ("tap", "node-tap.log", "bad", "Expected values to be strictly equal:"),
    ],
)
def test_a_failure_has_a_name_and_its_own_words(reader: str, name: str, id_: str, words: str) -> None:
    """So nobody has to open the log for it."""
    assert words in reason(reader, name, id_)


@pytest.mark.parametrize(
    ("reader", "name", "log"),
    [("ctest", "flaky", "ctest-flaky.log"), ("maven", "demo.ShapeTest::flaky", "maven-rerun.log")],
)
def test_what_passed_when_it_was_run_again_is_flaky(reader: str, name: str, log: str) -> None:
    """Never simply green, and never red."""
    case = by_id(of_capture(reader, log))[name]
    assert (case.flaky, case.bad) == (True, False)


def test_pytest_tells_of_repeats() -> None:
    """A test that was run again and passed."""
    log = "t.py::a RERUN [ 50%]\nt.py::a PASSED [ 50%]\nt.py::b PASSED [100%]\n==== 2 passed, 1 rerun in 0.01s ====\n"
    assert [(case.id, case.flaky) for case in of_log("pytest", log)] == [("t::b", False), ("t::a", True)]


def shifted(text: str, by: int) -> str:
    return "\n".join(
        line.replace(f", line {number},", f", line {number + by},").replace(f"(line {number})", f"(line {number + by})")
        for line in text.split("\n")
        for number in [next((int(word.strip("(),")) for word in line.split() if word.strip("(),").isdigit()), 0)]
    )


@pytest.mark.parametrize(
    ("reader", "name"), [("sage", "sage.log"), ("doctest", "doctest-v.log"), ("cargo", "cargo.log")]
)
def test_a_name_does_not_depend_on_lines(reader: str, name: str) -> None:
    """Examples that stand a hundred lines further down are the same examples."""
    text = capture(name)
    moved = shifted(text, 100)
    assert moved != text
    assert {case.key for case in of_log(reader, moved)} == {case.key for case in of_log(reader, text)}


@pytest.mark.parametrize(
    ("reader", "row"),
    [
        ("ctest", "1/9 Test #1: {} .............................   Passed    0.00 sec"),
        ("meson", " 2/11 {}           OK            0.01s"),
        ("pytest", "t.py::{} PASSED [ 50%]"),
        ("go", "--- PASS: {} (0.00s)"),
        ("gtest", "[       OK ] S.{} (0 ms)"),
        ("node", "✔ {} (0.1ms)"),
        ("unittest", "{} (m.T) ... ok"),
        ("automake", "PASS: {}"),
    ],
)
def test_a_name_does_not_depend_on_the_order(reader: str, row: str) -> None:
    """Runners that work in parallel print as it comes."""
    rows = [row.format(f"test_{number}") for number in range(20)]
    before = {case.key for case in of_log(reader, "\n".join(rows))}
    random.Random(1).shuffle(rows)
    assert {case.key for case in of_log(reader, "\n".join(rows))} == before
    assert len(before) == 20


def test_a_cargo_program_that_was_stopped_is_an_error() -> None:
    """It told what it set out to run."""
    log = (
        "     Running unittests src/lib.rs (target/debug/deps/a-1f)\n\nrunning 3 tests\ntest x ... ok\nerror: killed\n"
    )
    assert [(case.id, case.outcome) for case in of_log("cargo", log)] == [
        ("a:src/lib.rs::x", "passed"),
        ("a:src/lib.rs", "error"),
    ]


def test_a_fortran_test_that_stopped_its_program_is_an_error() -> None:
    """It began, and never ended."""
    assert ends(of_log("test-drive", "# Testing: s\n  Starting a ... (1/2)\n")) == (0, 0, 1, 0)


def test_a_script_that_r_never_ended_is_an_error() -> None:
    """Those before it had passed."""
    log = "* checking tests ...\n  Running ‘a.R’\n  Running ‘b.R’\n"
    assert [(case.id, case.outcome) for case in of_log("R-CMD-check", log)] == [
        ("tests/a.R", "passed"),
        ("tests/b.R", "error"),
    ]


def test_the_vm_that_maven_lost_is_an_error() -> None:
    """The classes that ended before it are known."""
    log = (
        "[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s - in a.B\n"
        "[ERROR] The forked VM terminated without properly saying goodbye. VM crash or System.exit called?\n"
    )
    assert ends(of_log("maven", log)) == (2, 0, 1, 0)


def test_names_of_newer_surefire_hold_their_parameters() -> None:
    """The class stands before the method there."""
    log = "[ERROR] a.B.add(int, int)[1] -- Time elapsed: 0.01 s <<< FAILURE!\n"
    assert [case.id for case in of_log("maven", log)] == ["a.B::add(int, int)[1]"]


@pytest.mark.threat("T19")
def test_a_sentence_alone_is_no_summary() -> None:
    """`1000 passed.` without the line before it counts nothing."""
    assert of_log("doctest", "1000 passed.\n") == []
    assert of_log("unittest", "OK\nFAILED (failures=3)\n") == []
    assert of_log("doctest", "   12 tests in module.name\n") == []
    assert of_log("tap", "1..5\nnothing\n1..0\n") == []
    assert of_log("automake", "ERROR: compiler\n") == []
    assert of_log("pytest", "it took 3 in all\n12 passed the gate in 3.0s\n") == []


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("35 passed and 0 failed.", (35, 0, 0, 0)),
        ("35 passed.", (35, 0, 0, 0)),
        ("3 passed and 2 failed.", (3, 2, 0, 0)),
        ("3 passed and 1 skipped.", (3, 0, 0, 1)),
        ("3 passed, 1 failed and 2 skipped.", (3, 1, 0, 2)),
    ],
)
def test_every_form_of_the_summary_of_doctest(summary: str, expected: tuple[int, int, int, int]) -> None:
    """Older and newer interpreters word it differently."""
    assert ends(of_log("doctest", f"5 tests in 2 items.\n{summary}\n")) == expected


def julia(*rows: tuple[int, str, int, int, int, int]) -> str:
    """A table as `Test` prints it: level, name, passed, failed, errors, broken; every row with what is in it."""
    names = ("Pass", "Fail", "Error", "Broken", "Total")
    columns = [[*row[2:], sum(row[2:])] for row in rows]
    shown = [i for i in range(5) if any(column[i] for column in columns)]
    widths = {i: max(len(names[i]), *(len(str(column[i])) for column in columns)) for i in shown}
    align = max(len("Test Summary:"), *(2 * row[0] + len(row[1]) for row in rows))
    lines = [f"{'Test Summary:':<{align}} | " + "  ".join(f"{names[i]:>{widths[i]}}" for i in shown) + "  Time"]
    for row, column in zip(rows, columns, strict=True):
        cells = "  ".join(f"{column[i] or '':>{widths[i]}}" for i in shown)
        lines.append(f"{'  ' * row[0] + row[1]:<{align}} | {cells}  0.1s")
    return "\n".join(lines) + "\n"


def test_a_table_of_julia_counts_every_test_once() -> None:
    """The row of a set holds those in it; a failure is named by its expression."""
    told = (
        "flat: Test Failed at /work/source/test/runtests.jl:12\n  Expression: slope(line) == 3\n   Evaluated: 2 == 3\n"
        "\nStacktrace:\n [1] top-level scope\n"
    )
    table = julia(
        (0, "shapes", 5, 1, 1, 1), (1, "circle", 2, 0, 0, 1), (1, "line", 2, 1, 1, 0), (2, "flat", 0, 1, 0, 0)
    )
    cases = of_log("julia", told + table + "ERROR: Some tests did not pass: 5 passed, 1 failed, 1 errored, 1 broken.\n")
    assert ends(cases) == (5, 1, 1, 1)
    failed = next(case for case in cases if case.outcome == "failed")
    assert (failed.id, failed.line) == ("shapes > line > flat::slope(line) == 3", 12)
    assert (failed.file, failed.message.split("\n")[0]) == ("test/runtests.jl", "  Expression: slope(line) == 3")


def test_a_julia_run_without_a_table_tells_what_failed() -> None:
    """The process ended before it."""
    log = "s: Error During Test at t.jl:3\n  Got exception outside of a @test\n"
    assert [(case.id, case.outcome) for case in of_log("julia", log)] == [("s::(outside of a test)", "error")]


def test_wide_numbers_stand_under_their_column() -> None:
    """Numbers that are wider than the word above them."""
    assert ends(of_log("julia", julia((0, "all", 123456, 0, 0, 2), (1, "a", 23456, 0, 0, 0)))) == (123456, 0, 0, 2)


def totals_of_ctest(passed: int, failed: int) -> str:
    return f"{0}% tests passed, {failed} tests failed out of {passed + failed}\n"


STATED: dict[str, Callable[[int, int], str]] = {
    "ctest": totals_of_ctest,
    "meson": lambda passed, failed: (
        f"Ok:                 {passed}\nFail:               {failed}\nTimeout:            0\n"
    ),
    "maven": lambda passed, failed: f"[INFO] Tests run: {passed + failed}, Failures: {failed}, Errors: 0, Skipped: 0\n",
    "pytest": lambda passed, failed: f"{failed} failed, {passed} passed in 0.02s\n",
    "cargo": lambda passed, failed: (
        f"running {passed + failed} tests\ntest result: FAILED. {passed} passed; {failed} failed; 0 ignored; 0 measured"
    ),
    "node": lambda passed, failed: f"ℹ tests {passed + failed}\nℹ pass {passed}\nℹ fail {failed}\nℹ duration_ms 3.1\n",
    "gtest": lambda passed, failed: f"[  PASSED  ] {passed} tests.\n[  FAILED  ] {failed} tests, listed below:\n",
    "catch2": lambda passed, failed: f"test cases: {passed + failed} | {passed} passed | {failed} failed\n",
    "testthat": lambda passed, failed: f"[ FAIL {failed} | WARN 0 | SKIP 0 | PASS {passed} ]\n",
    "unittest": lambda passed, failed: f"Ran {passed + failed} tests in 0.1s\n\nFAILED (failures={failed})\n",
    "doctest": lambda passed, failed: f"{passed + failed} tests in 2 items.\n{passed} passed and {failed} failed.\n",
    "automake": lambda passed, failed: (
        f"# TOTAL: {passed + failed}\n# PASS:  {passed}\n# FAIL:  {failed}\n# ERROR: 0\n"
    ),
    "sage": lambda passed, failed: f"sage -t a.py\n    [{passed + failed} tests, {failed} failures, 0.01s wall]\n",
    "julia": lambda passed, failed: julia((0, "all", passed, failed, 0, 0)) if passed + failed else "",
}


@pytest.mark.parametrize("reader", STATED)
@pytest.mark.parametrize("numbers", [(0, 0), (1, 0), (0, 1), (7, 3), (1234, 21)])
def test_as_many_tests_are_told_as_a_log_states(reader: str, numbers: tuple[int, int]) -> None:
    """Names or not."""
    cases: list[TestCase] = of_log(reader, STATED[reader](*numbers))
    assert ends(cases) == (*numbers, 0, 0)
