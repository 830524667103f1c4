"""make: the target that tests is read from the text."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detectors.make import MakeDetector
from workers.cell import Recipe


def recipe(tmp_path: Path, text: str, **files: str) -> Recipe | None:
    return MakeDetector().detect(snapshot_of(tmp_path, {"Makefile": text, **files}), {})


def test_fortran(tmp_path: Path) -> None:
    """Sources of Fortran bring their compiler, a wrapper of MPI its library."""
    found = recipe(tmp_path, "FC = mpif90\nall: x\ncheck: all\n\t./x\n", **{"x.f90": ""})
    assert found is not None
    assert found.system == ("gfortran", "libopenmpi-dev", "openmpi-bin")
    assert (found.build, found.test) == (("make -j 4",), ("make check",))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("test: all\n", "test"),
        (".PHONY: check test\n", None),
        ("check := 1\n", None),
        ("all test:\n", "test"),
        ("tests::\n", "tests"),
        ("test:\ncheck:\n", "check"),
        ("\ttest: x\n", None),
    ],
)
def test_targets(tmp_path: Path, text: str, target: str | None) -> None:
    """A target stands at the beginning of a line; a variable or a prerequisite is none."""
    found = recipe(tmp_path, text, **{"x.c": ""})
    assert found is not None
    assert found.test == ((f"make {target}",) if target else ())


def test_nothing_compiled(tmp_path: Path) -> None:
    """Without sources nothing is built; without a target for tests as well it is no project of make."""
    found = recipe(tmp_path / "a", "test:\n\t./run.sh\n")
    assert found is not None
    assert found.build == ()
    assert recipe(tmp_path / "b", "all:\n\tlatex x\n") is None
