"""`sage-doctest` beside a small runner that has the methods of Sage's: one record per example, and nothing changed."""

import subprocess
import sys
from pathlib import Path

import pytest
from cell_programs import STAND_IN, Cell, endings

GOOD = '''"""
    sage: 1 + 1
    2
    sage: 2 + 2  # long time
    4
    sage: 3  # not tested
    3
    sage: 4  # needs missing
    4
    sage: 5  # needs there
    5
    sage: # a word
"""


def f():
    """
    sage: [][1]
    Traceback (most recent call last):
    ...
    IndexError: list index out of range
    """
'''
BAD = '''"""
    sage: 1 + 1
    3
    sage: 1/0
    sage: 7  # doctest: +SKIP
    8
"""
'''


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    return Cell(tmp_path)


def bare(cell: Cell, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(STAND_IN), "PYTHONDONTWRITEBYTECODE": "1", "ASSAY_RESULTS": str(cell.results)}
    command = [sys.executable, "-m", "sage.doctest", *words]
    return subprocess.run(command, cwd=cell.work, env=environment, check=False, capture_output=True, text=True)


def killing(how: str) -> str:
    return f'"""\n    sage: 1\n    1\n    sage: import os; {how}\n    sage: 3\n    3\n"""\n'


def test_one_record_per_example(cell: Cell) -> None:
    """Run and skipped examples are recorded, with the tags that skipped them; a comment is no example."""
    assert cell.run("sage-doctest", cell.write("good.py", GOOD)).returncode == 0
    assert endings(cell.cases()) == [
        ("good.py::<module>", 0, "passed"),
        ("good.py::<module>", 1, "skipped"),
        ("good.py::<module>", 2, "skipped"),
        ("good.py::<module>", 3, "skipped"),
        ("good.py::<module>", 4, "passed"),
        ("good.py::f", 0, "passed"),
    ]
    assert [case.tags for case in cell.cases()] == [(), ("long time",), ("not tested",), ("missing",), ("there",), ()]
    assert [case.line for case in cell.cases()] == [2, 4, 6, 8, 10, 18]


def test_failures_say_what_was_wrong(cell: Cell) -> None:
    """A wrong output is a failure, an exception an error; both carry the seed."""
    assert cell.run("sage-doctest", "--random-seed", "3", cell.write("bad.py", BAD)).returncode == 1
    failed, error, skipped = cell.cases()
    assert (failed.outcome, failed.message) == ("failed", "sage: 1 + 1\nExpected:\n3\n\nGot:\n2\n")
    assert error.outcome == "error"
    assert "Exception raised:\nZeroDivisionError: division by zero" in error.message
    assert (skipped.outcome, skipped.tags) == ("skipped", ("+SKIP",))
    assert failed.tags == error.tags == ("seed=3",)
    assert cell.told("sage-doctest.json")["seed"] == 3


def test_identity_survives_a_shift_of_lines(cell: Cell) -> None:
    """Lines above an example, and a tag on it, change neither its name nor its digest."""
    cell.run("sage-doctest", "--long", cell.write("good.py", GOOD))
    moved = GOOD.replace("2 + 2  # long time", "2 + 2  # needs there").replace('"""\n', '"""\nWords.\n\n', 1)
    cell.run("sage-doctest", "--long", cell.write("good.py", moved))
    cases = cell.cases()
    before, after = cases[: len(cases) // 2], cases[len(cases) // 2 :]
    names = [(case.id, case.ordinal, case.digest) for case in before]
    assert names == [(case.id, case.ordinal, case.digest) for case in after]
    assert len(set(names)) == len(names)
    assert [case.line for case in after] == [(case.line or 0) + 2 for case in before]


def test_a_module_of_a_package_has_its_dotted_name(cell: Cell) -> None:
    """Inside a package the module's name is dotted; the same file name elsewhere keeps its path."""
    cell.write("pkg/__init__.py", "")
    paths = [cell.write("pkg/m.py", GOOD), cell.write("a/m.py", GOOD), cell.write("b/m.py", GOOD)]
    cell.run("sage-doctest", *paths)
    modules = [case.id.partition("::")[0] for case in cell.cases()]
    assert list(dict.fromkeys(modules)) == ["pkg.m", "a/m.py", "b/m.py"]


@pytest.mark.parametrize(
    "words",
    [
        ("good.py",),
        ("bad.py", "good.py"),
        ("--serial", "bad.py", "good.py"),
        ("--file-iterations", "3", "good.py"),
        ("--global-iterations", "2", "bad.py"),
        ("--exitfirst", "bad.py", "good.py"),
        ("kill.py", "good.py"),
        ("exit.py",),
        ("tail.py",),
        ("nosuch.py",),
        ("--nosuch",),
        ("--help",),
        ("syntax.py",),
    ],
)
def test_nothing_is_changed(cell: Cell, words: tuple[str, ...]) -> None:
    """Output and exit status are those of the runner alone, down to the lines of a traceback."""
    files = {
        "good.py": GOOD,
        "bad.py": BAD,
        "kill.py": killing("os.kill(os.getpid(), 9)"),
        "exit.py": killing("os._exit(3)"),
        "tail.py": killing("raise SystemExit(4)"),
        "syntax.py": "def (:\n",
    }
    for name, text in files.items():
        cell.write(name, text)
    alone, ours = bare(cell, *words), cell.run("sage-doctest", *words)
    assert (ours.returncode, ours.stdout) == (alone.returncode, alone.stdout)
    assert [line for line in ours.stderr.splitlines() if "sage-doctest" in line] == []


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("os.kill(os.getpid(), 9)", "Killed due to signal 9"),
        ("os._exit(3)", "Bad exit: 3"),
        ("raise SystemExit(4)", "SystemExit in doctesting framework"),
        ("import time; time.sleep(99)", "Timed out"),
    ],
)
def test_a_file_that_ends_badly_is_an_error(cell: Cell, how: str, said: str) -> None:
    """The file and the example that ran are errors, what came before stands, what came after was not run."""
    cell.run("sage-doctest", "--timeout", "2", cell.write("end.py", killing(how)))
    first, running, rest, file = cell.cases()
    assert [case.outcome for case in (first, running, rest, file)] == ["passed", "error", "skipped", "error"]
    assert running.message == f"{said}, while this example ran"
    assert (rest.message, rest.tags) == (f"not run: {said}", ("not run",))
    assert (file.id, file.message, file.tags) == ("end.py", said, ("file", "seed=7"))


@pytest.mark.parametrize("how", [(), ("--serial",)])
def test_a_run_that_stops_says_what_was_left(cell: Cell, how: tuple[str, ...]) -> None:
    """A file that was never begun is an error, and the examples behind the first failure are known as not run."""
    run = cell.run("sage-doctest", *how, "--exitfirst", cell.write("bad.py", BAD), cell.write("good.py", GOOD))
    assert run.returncode == 1 | 128
    *_, last = cell.cases()
    assert (last.id, last.outcome) == ("good.py", "error")
    assert last.message == "Interrupted before this file had ended"
    assert {case.id for case in cell.cases()[:-1]} == {"bad.py::<module>"}


@pytest.mark.threat("T19")
def test_what_a_test_writes_among_the_records_is_gone(cell: Cell) -> None:
    """A doctest that adds records of its own, or empties the file, has changed nothing at the end."""
    path = cell.results / "tests.jsonl"
    forged = '{\\"id\\":\\"forged\\",\\"outcome\\":\\"passed\\"}'
    text = f'"""\n    sage: n = open({str(path)!r}, "w").write("{forged}")\n    sage: 1\n    2\n"""\n'
    cell.run("sage-doctest", cell.write("good.py", GOOD), cell.write("forge.py", text))
    assert [case.id for case in cell.cases()] == ["good.py::<module>"] * 5 + ["good.py::f"] + ["forge.py::<module>"] * 2
    assert cell.cases()[-1].outcome == "failed"


@pytest.mark.threat("T19")
def test_what_a_test_writes_to_our_own_file_is_counted(cell: Cell) -> None:
    """A doctest that finds the open file of its records can leave rubbish there; it is dropped, and that is said."""
    text = """'''
    sage: import os
    sage: ours = [fd for fd in range(3, 64) if os.path.exists(f"/proc/self/fd/{fd}")]
    sage: ours = [fd for fd in ours if "(deleted)" in os.readlink(f"/proc/self/fd/{fd}")]
    sage: n = [os.write(fd, b"[1, 2") for fd in ours]
    sage: 1
    2
'''
"""
    run = cell.run("sage-doctest", cell.write("rubbish.py", text))
    assert [case.outcome for case in cell.cases()] == ["passed"] * 4 + ["failed"]
    assert "torn or not written by this program were dropped: 1" in run.stderr
    assert cell.told("sage-doctest.json")["dropped_lines"] == 1


def test_a_fork_tells_nothing(cell: Cell) -> None:
    """A test that forks has one record; what its child does is not told twice."""
    text = '"""\n    sage: import os\n    sage: child = os.fork()\n    sage: n = child == 0 and os._exit(0)\n"""\n'
    cell.run("sage-doctest", cell.write("fork.py", text))
    assert [case.outcome for case in cell.cases()] == ["passed"] * 3


def test_the_worst_of_several_rounds_counts(cell: Cell) -> None:
    """With --global-iterations each example has one record, and an early failure is not made good by a later pass."""
    text = """'''
    sage: from pathlib import Path
    sage: seen = Path("seen").exists()
    sage: Path("seen").touch()
    sage: seen
    True
'''
"""
    cell.run("sage-doctest", "--global-iterations", "2", cell.write("flaky.py", text))
    assert [case.outcome for case in cell.cases()] == ["passed"] * 3 + ["failed"]


def test_a_file_that_is_left_out_is_recorded(cell: Cell) -> None:
    """A file marked as no doctest is known to be skipped: it did not vanish."""
    cell.run("sage-doctest", cell.write("no.py", "# nodoctest\n" + GOOD), cell.write("good.py", GOOD))
    first = cell.cases()[0]
    assert (first.id, first.outcome, first.tags) == ("no.py", "skipped", ("file",))


def test_names_with_line_ends_stay_on_one_line(cell: Cell) -> None:
    """A file name with a line end in it does not break a record in two."""
    cell.run("sage-doctest", cell.write("a\nb.py", GOOD))
    assert {case.id for case in cell.cases()} == {"a b.py::<module>", "a b.py::f"}


def test_a_flood_is_cut(cell: Cell) -> None:
    """What a test prints without measure is not kept."""
    text = '"""\n    sage: for i in range(3000): print("x" * 10000)\n"""\n'
    cell.run("sage-doctest", cell.write("flood.py", text))
    assert len(cell.cases()[0].message) <= 1000


def test_junit_on_request(cell: Cell) -> None:
    """--junit is ours, wherever it stands; every other word is Sage's."""
    cell.run("sage-doctest", "--long", "--junit", "out.xml", cell.write("bad.py", BAD))
    assert 'tests="3" failures="1" errors="1" skipped="1"' in (cell.work / "out.xml").read_text()
    assert cell.run("sage-doctest", "--junit").stderr == "sage-doctest: --junit needs the name of a file\n"


def test_without_sage_there_is_a_sentence(cell: Cell) -> None:
    """A cell without SageMath is told so, and nothing is written that could pass for a result."""
    run = cell.run("sage-doctest", cell.write("good.py", GOOD), PYTHONPATH="")
    assert run.returncode == 127
    assert run.stderr.startswith("sage-doctest: there is no SageMath in this cell")
    assert not (cell.results / "tests.jsonl").exists()


def test_without_a_folder_for_results_nothing_runs(cell: Cell) -> None:
    """The folder is asked for before Sage starts."""
    run = cell.run("sage-doctest", cell.write("good.py", GOOD), ASSAY_RESULTS="")
    assert (run.returncode, run.stdout) == (2, "")
    assert "ASSAY_RESULTS is not set" in run.stderr
