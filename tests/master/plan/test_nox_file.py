"""noxfile.py is read as syntax: literals count, everything else is a reason."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.nox_file import read_nox
from master.plan.runner_settings import RunnerSettings

FILE = """
import os, nox
os.system("touch /tmp/ran")

@nox.session(python=["3.9", "3.11"], name="tests")
def anything(s):
    s.install("-r", "r.txt", "pytest>=7")
    s.install("-e", ".[a,b]")
    s.install(f"x{1}")
    s.run("pytest", "-k", "not slow", "unit", *s.posargs)
    s.run("coverage", "report")

@nox.session
def lint(session):
    session.install("flake8")
"""


@pytest.mark.threat("T16")
def test_session(tmp_path: Path) -> None:
    """The session of tests by its name: what it installs, its extras, files and commands; nothing is run."""
    found = read_nox(snapshot_of(tmp_path, {"noxfile.py": FILE, "r.txt": ""}))
    assert [str(item) for item in found.requirements.found] == ["pytest>=7"]
    assert (found.files, found.extras) == (("r.txt",), ("a", "b"))
    assert [command.kind for command in found.commands] == ["test", "beside"]
    assert found.commands[0].arguments == ("-knot slow", "unit")
    assert found.reasons == ("noxfile.py: session.install of anything is worked out when it runs; it is not followed",)


@pytest.mark.parametrize("text", ["", "import nox\n", "def tests(s): pass\n", "def (", "\0", "(" * 5000])
def test_nothing(tmp_path: Path, text: str) -> None:
    """No session of tests, or no Python at all: nothing is said."""
    assert read_nox(snapshot_of(tmp_path, {"noxfile.py": text})) == RunnerSettings()
