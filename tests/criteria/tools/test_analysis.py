"""The share of the code that a tool really examined."""

from collections.abc import Mapping
from pathlib import Path

from sample_tool import Sample
from tool_runs import analysis_of

from criteria.tools.analysis import Analysis
from criteria.tools.tool import Purpose

PYTHON, FORTRAN = "x = 1\n", "      program main\n      end\n"


def _analyse(path: Path, files: Mapping[str, str | bytes], purpose: Purpose = Purpose.STYLE) -> Analysis:
    return analysis_of(purpose, path, files, (Sample(),))


def test_a_language_without_analyser_lowers_the_share(tmp_path: Path) -> None:
    """L1: nine lines of Fortran and one of Python are examined to a tenth."""
    found = _analyse(tmp_path, {"helper.py": PYTHON, "main.f90": FORTRAN[:21] * 9})
    assert found.share == 0.1
    assert [(item.language, item.tools) for item in found.languages] == [("Fortran", ()), ("Python", ("sample",))]


def test_lines_that_nobody_could_read_lower_the_share(tmp_path: Path) -> None:
    """A14: code that is no text has no lines in the census; it counts by its bytes, as not examined."""
    hidden = b"! caf\xe9\n" + FORTRAN.encode() * 100
    found = _analyse(tmp_path, {"helper.py": PYTHON, "main.f90": hidden})
    assert found.share < 0.05


def test_failed_and_skipped_files_lower_the_share(tmp_path: Path) -> None:
    """Only what the tool answered for was examined."""
    found = _analyse(tmp_path, {"a.py": PYTHON, "b.py": "FAIL\n", "c.py.in": PYTHON, "apart/d.py": PYTHON})
    assert found.share == 0.25


def test_what_is_not_first_party_counts_nowhere(tmp_path: Path) -> None:
    """L7: vendored code is neither examined nor missing, but its lines are shown."""
    found = _analyse(tmp_path, {"a.py": PYTHON, "vendor/b.py": "BAD\n" * 50})
    assert (found.share, found.lines, found.apart_lines) == (1.0, 1, 50)
    assert found.runs[0].findings_total == 0


def test_data_and_markup_are_no_code(tmp_path: Path) -> None:
    """A thousand lines of JSON do not move the share."""
    found = _analyse(tmp_path, {"a.py": PYTHON, "b.f90": FORTRAN[:21], "data.json": "[\n" + "1,\n" * 1000 + "1]\n"})
    assert found.share == 0.5


def test_only_tools_of_the_purpose_run(tmp_path: Path) -> None:
    """A style checker is no security analyser."""
    found = _analyse(tmp_path, {"a.py": PYTHON}, Purpose.SECURITY)
    assert found.runs == ()
    assert found.share == 0.0


def test_nothing_at_all_has_no_share(tmp_path: Path) -> None:
    """Nothing of nothing is not everything."""
    assert _analyse(tmp_path, {"README.md": "# x\n"}).share == 0.0
