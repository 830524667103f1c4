"""Autotools: configure is made where it is missing, and Automake's own records are told as TAP."""

import subprocess
from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.autotools import AutotoolsDetector
from workers.cell import Recipe

CONFIGURE = """
AC_INIT([wave], [1])
AM_INIT_AUTOMAKE
AC_PROG_FC
dnl PKG_CHECK_MODULES([NO], [gtk+-3.0])
PKG_CHECK_MODULES([GSL], [gsl >= 2.0])
PKG_CHECK_MODULES([X], [nowhere], [have_x=yes], [have_x=no])
"""
AUTOMAKE = {"configure.ac": CONFIGURE, "Makefile.am": "TESTS = a b\n"}


def recipe(tmp_path: Path, files: dict[str, str]) -> Recipe:
    found = AutotoolsDetector().detect(snapshot_of(tmp_path, files), {})
    assert found is not None
    return found


def test_without_configure(tmp_path: Path) -> None:
    """autoreconf makes it; compilers are told to measure; make goes on to the last test."""
    found = recipe(tmp_path, AUTOMAKE)
    flags = "'-g -O0 --coverage'"
    assert found.build[1:] == (
        "autoreconf --force --install",
        f"sh ./configure CFLAGS={flags} CXXFLAGS={flags} FCFLAGS={flags} FFLAGS={flags}",
        "make -j 4",
    )
    assert "make -k check VERBOSE=1 ||" in found.test[0]
    assert {"autoconf", "automake", "libtool", "gfortran", "libgsl-dev"} <= set(found.system)
    assert found.results.tests == ("automake.tap",)
    assert not any("nowhere" in reason for reason in found.reasons)


def test_with_configure(tmp_path: Path) -> None:
    """A configure that is there is run as it is, without the tools that would make it."""
    found = recipe(tmp_path, {**AUTOMAKE, "configure": "#!/bin/sh\n"})
    assert found.build[1].startswith("sh ./configure")
    assert "automake" not in found.system


def test_own_bootstrap(tmp_path: Path) -> None:
    """The project's own script goes before autoreconf."""
    assert recipe(tmp_path, {**AUTOMAKE, "autogen.sh": ""}).build[1] == "NOCONFIGURE=1 sh ./autogen.sh"


def test_by_hand(tmp_path: Path) -> None:
    """A configure without Automake: the target is read from the Makefile's text."""
    found = recipe(tmp_path, {"configure": "", "Makefile.in": "all:\n\ttrue\ntest: all\n\t./t\n"})
    assert found.test == ("make -k test VERBOSE=1",)
    assert found.results.tests == ()
    assert recipe(tmp_path / "b", {"configure.ac": "AC_INIT", "Makefile.am": ""}).test == ()


def test_no_project(tmp_path: Path) -> None:
    """A configure without any Makefile is something else."""
    assert AutotoolsDetector().detect(snapshot_of(tmp_path, {"configure": ""}), {}) is None


def test_records_of_automake(tmp_path: Path) -> None:
    """Every end that Automake knows becomes its line of TAP, in the order of the names;
    what passed against its expectation failed, as Automake has it.
    """
    ends = {"a": "PASS", "b": "FAIL", "c d": "XFAIL", "e": "XPASS", "f": "SKIP", "g": "ERROR"}
    for name, end in ends.items():
        (tmp_path / f"{name}.trs").write_text(f":test-result: {end}\n:global-test-result: {end}\n:recheck: no\n")
    command = recipe(tmp_path / "repo", AUTOMAKE).test[0].replace("make -k check VERBOSE=1", "(exit 2)")
    environment = {"ASSAY_RESULTS": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    assert subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=tmp_path, env=environment).returncode == 2
    assert (tmp_path / "automake.tap").read_text().splitlines() == [
        "ok 1 - a",
        "not ok 2 - b",
        "not ok 3 - c d # TODO expected to fail",
        "not ok 4 - e",
        "ok 5 - f # SKIP",
        "not ok 6 - g",
        "1..6",
    ]
