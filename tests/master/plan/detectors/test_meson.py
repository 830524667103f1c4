"""Meson: it writes JUnit by itself; dependencies become Debian packages."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.meson import MesonDetector
from workers.cell import Recipe, Results

TOP = """
project('wave', ['c', 'cpp'], version: '1', meson_version: '>= 0.60.0')
gsl = dependency('gsl', version: '>=2')
no = dependency('nowhere', required: false)
never = dependency('never')
# dependency('gtk+-3.0')
subdir('test')
"""
TEST = "e = executable('t', 't.c')\ntest('one', e)\n"


def recipe(tmp_path: Path, files: dict[str, str]) -> Recipe | None:
    return MesonDetector().detect(snapshot_of(tmp_path, files), {})


def test_project(tmp_path: Path) -> None:
    """Set up with coverage, compiled, tested without building again."""
    found = recipe(tmp_path, {"meson.build": TOP, "test/meson.build": TEST})
    assert found is not None
    assert found.build[1:] == ("meson setup build --buildtype=debug -Db_coverage=true", "meson compile -C build -j 4")
    assert found.test == ("meson test -C build --no-rebuild --print-errorlogs",)
    assert found.system == ("meson", "ninja-build", "libgsl-dev")
    assert found.results == Results(junit=("build/meson-logs/testlog.junit.xml",), coverage=("coverage.info",))
    reasons = " ".join(found.reasons)
    assert "pkg-config asks for 'never', for which no Debian package is known" in reasons
    assert "nowhere" not in reasons
    assert "gtk" not in reasons


def test_languages(tmp_path: Path) -> None:
    """Fortran brings its compiler; a compiler that the images lack ends it with a reason."""
    fortran = recipe(tmp_path / "a", {"meson.build": "project('x', 'fortran')\ntest('a', e)"})
    cuda = recipe(tmp_path / "b", {"meson.build": "project('x', 'cuda')\ntest('a', e)"})
    assert fortran is not None
    assert cuda is not None
    assert "gfortran" in fortran.system
    assert cuda.test == cuda.build == ()


def test_newer_meson(tmp_path: Path) -> None:
    """A Meson newer than Debian's comes from the package index."""
    found = recipe(tmp_path, {"meson.build": "project('x', 'c', meson_version: '>=1.4')"})
    assert found is not None
    assert found.build[0] == "python -m pip install 'meson>=1.4'"
    assert found.test == ()


def test_part(tmp_path: Path) -> None:
    """A meson.build without a project is no project."""
    assert recipe(tmp_path, {"meson.build": "subdir('x')"}) is None
