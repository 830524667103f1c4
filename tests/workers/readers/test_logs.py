"""Counts from logs, where a suite writes no report."""

import subprocess
import sys
from pathlib import Path

import pytest

from workers.readers import doctest_log, unittest_log
from workers.readers.log_lines import most_telling, telling_lines

MODULE = '''
def f():
    """
    >>> f()
    1
    >>> f() + 1
    2
    """
    return 1
'''


def log_of(folder: Path, code: str) -> str:
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); {code}"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_doctest_summaries_add_up(tmp_path: Path) -> None:
    """Every module's summary counts, passed and failed."""
    (tmp_path / "good.py").write_text(MODULE)
    (tmp_path / "bad.py").write_text(MODULE.replace("    1\n", "    7\n"))
    log = log_of(tmp_path, "import doctest, good, bad; [doctest.testmod(m, verbose=True) for m in (good, bad)]")
    report = doctest_log.read(log)
    assert report is not None
    assert (report.passed, report.failed) == (3, 1)
    assert report.failed_names == ("bad.f",)


@pytest.mark.parametrize(
    ("summary", "passed", "failed", "skipped"),
    [
        ("35 passed and 0 failed.", 35, 0, 0),
        ("35 passed.", 35, 0, 0),
        ("3 passed and 2 failed.", 3, 2, 0),
        ("3 passed and 1 skipped.", 3, 0, 1),
        ("3 passed, 1 failed and 2 skipped.", 3, 1, 2),
    ],
)
def test_every_form_of_the_summary(summary: str, passed: int, failed: int, skipped: int) -> None:
    """Older and newer interpreters word it differently."""
    report = doctest_log.read(f"5 tests in 2 items.\n{summary}\n")
    assert report is not None
    assert (report.passed, report.failed, report.skipped) == (passed, failed, skipped)


@pytest.mark.threat("T19")
def test_a_sentence_alone_is_no_summary() -> None:
    """`1000 passed.` without the line before it counts nothing."""
    assert doctest_log.read("1000 passed.\n") is None


def test_unittest_is_counted(tmp_path: Path) -> None:
    """Failures, errors and skips are told apart."""
    (tmp_path / "t.py").write_text(
        "import unittest\n"
        "class T(unittest.TestCase):\n"
        "    def test_ok(self): pass\n"
        "    def test_bad(self): self.fail()\n"
        "    def test_err(self): raise ValueError\n"
        "    @unittest.skip('x')\n"
        "    def test_skip(self): pass\n"
    )
    report = unittest_log.read(log_of(tmp_path, "import unittest, t; unittest.main(t)"))
    assert report is not None
    assert (report.passed, report.failed, report.errors, report.skipped) == (1, 1, 1, 1)
    assert len(report.failed_names) == 2


def test_nothing_is_nothing() -> None:
    """A log without a summary gives no report, not a report of zero."""
    assert unittest_log.read("hello\n") is None
    assert doctest_log.read("hello\n") is None


def test_the_compilers_word_is_the_most_telling() -> None:
    """A fatal error of the compiler wins over pip's long farewell."""
    log = (
        "  Building wheel for x: started\n  src/a.cpp:7:10: fatal error: fplll/fplll.h: No such file or directory\n"
        "  compilation terminated.\n  error: command '/usr/bin/g++' failed with exit code 1\n"
        "ERROR: Failed building wheel for x\n"
    )
    assert most_telling(log) == "src/a.cpp:7:10: fatal error: fplll/fplll.h: No such file or directory"
    assert any("fatal error" in line for line in telling_lines("noise\n" * 5000 + log + "noise\n" * 5000))


def test_telling_lines_are_few_and_clean() -> None:
    """Control bytes never get through, and there are never more than asked for."""
    lines = telling_lines("\x1b[31merror: red\x1b[0m\x07\n" * 100, most=9)
    assert len(lines) <= 9
    assert all("\x1b" not in line and "\x07" not in line for line in lines)
