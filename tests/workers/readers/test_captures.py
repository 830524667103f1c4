"""Real outputs of our own tiny projects, each in several states: what each tool said is what is counted."""

import pytest
from readings import CAPTURES, capture, ends, of_file, of_log

from workers.all_readers import LOG_READERS, file_reader_of

# What the log itself, or the tool in another form, says: passed, failed, errors, skipped.
LOGS = {
    "automake.log": ("automake", (1, 2, 1, 2)),
    "cargo.log": ("cargo", (6, 3, 0, 2)),
    "cargo-q.log": ("cargo", (3, 2, 0, 1)),
    "catch.log": ("catch2", (1, 3, 0, 2)),
    "catch-crash.log": ("catch2", (0, 1, 0, 0)),
    "catch-pass.log": ("catch2", (1, 0, 0, 0)),
    "ctest.log": ("ctest", (2, 1, 4, 2)),
    "ctest-j.log": ("ctest", (2, 1, 4, 2)),
    "ctest-repeat.log": ("ctest", (2, 1, 4, 2)),
    "ctest-flaky.log": ("ctest", (1, 1, 0, 0)),  # one of them passed when it was run again
    "doctest.log": ("doctest", (0, 1, 1, 0)),
    "doctest-v.log": ("doctest", (5, 1, 1, 0)),
    "doctest-v-3.13.log": ("doctest", (6, 1, 1, 0)),
    "go.log": ("go", (1, 4, 1, 0)),
    "go-v.log": ("go", (9, 4, 1, 1)),
    "gtest.log": ("gtest", (5, 4, 0, 1)),
    "gtest-brief.log": ("gtest", (5, 4, 0, 1)),
    "gtest-colour.log": ("gtest", (5, 4, 0, 1)),
    "gtest-crash.log": ("gtest", (4, 3, 1, 1)),
    "maven-rerun.log": ("maven", (3, 2, 1, 1)),  # one that failed passed when it was run again
    "meson.log": ("meson", (4, 4, 2, 1)),
    "meson-v.log": ("meson", (4, 4, 2, 1)),
    "meson-repeat.log": ("meson", (2, 1, 0, 0)),
    "node-spec.log": ("node", (7, 3, 0, 4)),
    "node-tap.log": ("tap", (7, 2, 1, 4)),
    "pytest.log": ("pytest", (9, 2, 2, 2)),
    "pytest-q.log": ("pytest", (9, 2, 2, 2)),
    "pytest-v.log": ("pytest", (9, 2, 2, 2)),
    "pytest-vs.log": ("pytest", (9, 2, 2, 2)),
    "pytest-xdist.log": ("pytest", (9, 2, 2, 2)),
    "pytest-reruns.log": ("pytest", (10, 2, 2, 2)),
    "pytest-x.log": ("pytest", (2, 1, 0, 0)),
    "pytest-sub.log": ("pytest", (1, 2, 0, 0)),
    "pytest-unittest.log": ("pytest", (5, 5, 1, 2)),
    "pytest-collect.log": ("pytest", (0, 0, 1, 0)),
    "pytest-crash.log": ("pytest", (1, 0, 1, 0)),
    "pytest-xcrash.log": ("pytest", (2, 1, 0, 0)),
    "pytest-interrupt.log": ("pytest", (1, 0, 0, 0)),
    "pytest-none.log": (None, (0, 0, 0, 0)),
    "rcheck.log": ("R-CMD-check", (1, 1, 0, 0)),
    "rcheck-pass.log": ("R-CMD-check", (2, 0, 0, 0)),
    "sage.log": ("sage", (7, 4, 5, 0)),
    "sage-pass.log": ("sage", (1, 0, 0, 0)),
    "sage-verbose.log": ("sage", (1, 0, 0, 0)),
    "sage-interrupted.log": ("sage", (1, 0, 2, 0)),
    "testdrive.log": ("test-drive", (4, 4, 0, 2)),
    "testthat-check.log": ("testthat", (6, 2, 1, 2)),
    "testthat-progress.log": ("testthat", (6, 2, 1, 2)),
    "testthat-summary.log": ("testthat", (6, 2, 1, 2)),
    "testthat-ok-check.log": ("testthat", (2, 0, 0, 0)),
    "testthat-ok-progress.log": ("testthat", (2, 0, 0, 0)),
    "testthat-ok-summary.log": ("testthat", (2, 0, 0, 0)),
    "unittest.log": ("unittest", (4, 4, 2, 2)),
    "unittest-v.log": ("unittest", (4, 4, 2, 2)),
    "unittest-3.8.log": ("unittest", (4, 4, 2, 2)),
    "unittest-v-3.8.log": ("unittest", (4, 4, 2, 2)),
    "unittest-import.log": ("unittest", (2, 0, 1, 0)),
    "unittest-failfast.log": ("unittest", (1, 0, 1, 0)),
}
FILES = {
    "catch.xml": ("junit", (2, 2, 1, 2)),
    "ctest.xml": ("junit", (2, 3, 2, 2)),
    "gtest.xml": ("junit", (5, 4, 0, 3)),
    "meson.xml": ("junit", (8, 3, 1, 2)),
    "node.xml": ("junit", (6, 3, 0, 4)),
    "pytest.xml": ("junit", (8, 2, 2, 2)),
    "pytest-collect.xml": ("junit", (0, 0, 1, 0)),
    "pytest-reruns.xml": ("junit", (8, 2, 2, 2)),
    "pytest-sub.xml": ("junit", (1, 2, 0, 0)),
    "pytest-unittest.xml": ("junit", (4, 5, 1, 2)),
    "pytest-xcrash.xml": ("junit", (2, 0, 1, 0)),
    "surefire.xml": ("junit", (1, 2, 1, 1)),
    "testthat.xml": ("junit", (7, 2, 1, 2)),
    "perl-t.tap": ("tap", (7, 2, 1, 4)),
    "perl-die.tap": ("tap", (1, 0, 1, 0)),
    "perl-short.tap": ("tap", (1, 0, 1, 0)),
    "perl-none.tap": ("tap", (0, 0, 0, 1)),
    "testthat.tap": ("tap", (7, 3, 0, 2)),
    "go.json": ("go", (9, 4, 1, 1)),
    "meson-testlog.json": ("meson", (4, 4, 2, 1)),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_read_by_the_first_reader_that_knows_it(name: str) -> None:
    """The order of the table decides which of several readers is believed, and it counts what the log says."""
    found = {reader: cases for reader in LOG_READERS if (cases := of_log(reader, capture(name)))}
    reader, expected = LOGS[name]
    assert next(iter(found), None) == reader
    assert ends(found.get(reader or "", [])) == expected


@pytest.mark.parametrize("name", FILES)
def test_a_report_is_told_by_its_first_bytes_and_read(name: str) -> None:
    """The form is seen in 4 KiB; every case counts once."""
    content = (CAPTURES / name).read_bytes()
    form, expected = FILES[name]
    assert file_reader_of(content[:4096]) == form
    assert ends(of_file(form, content)) == expected


def test_every_capture_is_read_by_some_test() -> None:
    """A capture nobody reads proves nothing."""
    coverage = {
        path.name for path in CAPTURES.glob("*") if path.name.startswith(("coverage", "gcovr", "lcov", "jacoco"))
    }
    assert {path.name for path in CAPTURES.iterdir()} == {*LOGS, *FILES, *coverage}


@pytest.mark.parametrize(
    ("log", "report"), [("pytest-v.log", "pytest.xml"), ("pytest-reruns.log", "pytest-reruns.xml")]
)
def test_a_log_and_a_report_of_pytest_name_the_same_failures(log: str, report: str) -> None:
    """So the one can be held against the other (T19)."""
    logged = {(case.id, case.outcome) for case in of_log("pytest", capture(log)) if case.bad}
    assert logged == {(case.id, case.outcome) for case in of_file("junit", capture(report)) if case.bad}


def test_log_and_json_of_meson_and_of_go_agree() -> None:
    """Two forms of the same run: the same names and ends."""
    for reader, log, report in (("meson", "meson.log", "meson-testlog.json"), ("go", "go-v.log", "go.json")):
        logged = {(case.id, case.outcome) for case in of_log(reader, capture(log))}
        assert logged == {(case.id, case.outcome) for case in of_file(reader, capture(report))}
