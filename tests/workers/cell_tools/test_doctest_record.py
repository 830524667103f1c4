"""`doctest-record`: plain doctests, one record per example, each file in a process of its own."""

from pathlib import Path

import pytest
from cell_programs import Cell, endings

MODULE = '''"""
>>> 1 + 1
2
>>> 1 + 1  # doctest: +SKIP
3
"""


def f():
    """
    >>> f()
    3
    >>> 1/0
    """
'''


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    return Cell(tmp_path)


def test_one_record_per_example(cell: Cell) -> None:
    """Modules of a package have dotted names; what fails fails, and an exception is an error."""
    cell.write("pkg/__init__.py", "")
    cell.write("pkg/m.py", MODULE)
    cell.write("pkg/no_doctests.py", "raise SystemExit('not imported')\n")
    cell.write("text.rst", "Text\n\n>>> 1\n1\n")
    run = cell.run("doctest-record", "pkg", "text.rst", "colorsys")
    assert run.returncode == 1
    assert "File " in run.stdout
    names = [case for case in endings(cell.cases()) if not case[0].startswith("colorsys")]
    assert names == [
        ("pkg.m::<module>", 0, "passed"),
        ("pkg.m::<module>", 1, "skipped"),
        ("pkg.m::f", 0, "failed"),
        ("pkg.m::f", 1, "error"),
        ("text.rst::<module>", 0, "passed"),
    ]


def test_a_process_that_ends_is_an_error(cell: Cell) -> None:
    """A file whose process is killed says so, and the files behind it are run."""
    cell.write("a.py", '"""\n>>> 1\n1\n>>> import os; os.kill(os.getpid(), 9)\n>>> 2\n2\n"""\n')
    cell.write("b.py", '"""\n>>> 1\n1\n"""\n')
    assert cell.run("doctest-record").returncode == 1
    assert [(case.id, case.outcome) for case in cell.cases()] == [
        ("a::<module>", "passed"),
        ("a::<module>", "error"),
        ("a::<module>", "skipped"),
        ("a", "error"),
        ("b::<module>", "passed"),
    ]


@pytest.mark.parametrize("text", ["raise KeyError  # >>>", "import sys; sys.exit(0)  # >>>", "def (:  # >>>"])
def test_a_file_that_cannot_be_imported_is_an_error(cell: Cell, text: str) -> None:
    """A module that does not come into being has no examples, and is never green."""
    cell.write("a.py", text)
    assert cell.run("doctest-record", "a.py").returncode == 1
    assert endings(cell.cases()) == [("a", None, "error")]


def test_another_module_of_the_same_name_is_not_tested_in_its_place(cell: Cell) -> None:
    """A file whose name is taken by a module that is loaded already is an error."""
    cell.write("json.py", MODULE)
    cell.run("doctest-record", "json.py")
    assert endings(cell.cases()) == [("json", None, "error")]


@pytest.mark.parametrize("words", [(), ("no such file",), ("empty.py",)])
def test_no_doctests_are_no_success(cell: Cell, words: tuple[str, ...]) -> None:
    """Where there was nothing to run, a sentence says so."""
    cell.write("empty.py", "x = 1\n")
    run = cell.run("doctest-record", *words)
    assert run.returncode == 2
    assert run.stderr.startswith("doctest-record: there ")
