"""Fortitude: what the standard itself calls wrong or obsolescent in free-form Fortran."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import fortitude

PROGRAM = "program main\n{}  print *, i\nend program main\n"
IMPLICIT = PROGRAM.format("")


def test_implicit_types_are_told(tmp_path: Path) -> None:
    """With rule, line and neutral name; a program that declares its names has nothing to hear."""
    good = PROGRAM.format("  implicit none\n  integer :: i\n")
    found = examine(fortitude, tmp_path, {"f000001.f90": IMPLICIT, "f000002.F90": good})
    assert rules(found) == [("f000001.f90", "C001", 1)]
    assert not found.failed


def test_layout_is_not_judged(tmp_path: Path) -> None:
    """Case, spaces, quotes and unnamed ends are a matter of taste."""
    code = "PROGRAM MAIN\nIMPLICIT  NONE\nINTEGER::I;REAL::x(10)\nx( 1 )=1.\nPRINT *,'a',I,x\nEND\n"
    assert not examine(fortitude, tmp_path, {"f000001.f90": code}).hits


@pytest.mark.parametrize("marker", ["! allow(implicit-typing)", "! allow(C001)", "! allow(C)"])
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: what the project marked to be passed over is found all the same, and the marker is no finding."""
    found = examine(fortitude, tmp_path, {"f000001.f90": f"{marker}\n{IMPLICIT}"})
    assert rules(found) == [("f000001.f90", "C001", 2)]


@pytest.mark.parametrize(
    "content", ["program main\n  call (\nend program\n", "      call a\nc     note\n     &  (b)\n"]
)
def test_what_cannot_be_parsed_is_failed(tmp_path: Path, content: str) -> None:
    """V7: of such a file it reads a part and says nothing about the rest."""
    found = examine(fortitude, tmp_path, {"f000001.f90": content, "f000002.f90": IMPLICIT})
    assert set(found.failed) == {"f000001.f90"}
    assert rules(found) == [("f000002.f90", "C001", 1)]


def test_lines_of_the_preprocessor_do_not_break_a_statement(tmp_path: Path) -> None:
    """They are comments in our copy, line by line, so that places stay true."""
    code = (
        "module m\nimplicit none\n#define LONG \\\n  a b c (\ncontains\nsubroutine s(a, &\n#ifdef MORE\n  & b, &\n"
        "#endif\n  & c)\ninteger, intent(in) :: a\nreal :: c\nend subroutine s\nend module m\n"
    )
    found = examine(fortitude, tmp_path, {"f000001.F90": code})
    assert not found.failed
    assert rules(found) == [("f000001.F90", "C061", 12)]


@pytest.mark.parametrize("path", ["a.f", "a.F", "a.for", "b/A.FOR", "x.f77"])
def test_the_fixed_form_is_set_apart(path: str) -> None:
    """It reads the free form alone; the lines lower the examined share."""
    assert fortitude.set_apart(path)


@pytest.mark.parametrize("path", ["a.f90", "a.F90", "a.f03", "a.pf"])
def test_the_free_form_is_not(path: str) -> None:
    """Whatever the year in its suffix."""
    assert fortitude.set_apart(path) is None


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Even one in the very folder has no effect."""
    (tmp_path / "fortitude.toml").write_text('[check]\nignore = ["C001"]\nexclude = ["*"]\nforce-exclude = true\n')
    (tmp_path / "fpm.toml").write_text('[extra.fortitude.check]\nignore = ["C001"]\n')
    assert rules(examine(fortitude, tmp_path, {"f000001.f90": IMPLICIT}))
