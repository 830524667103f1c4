"""The program of a distribution, and of the operating system."""

import os
from pathlib import Path

import pytest

from criteria.errors import ToolError
from criteria.tools.executable import executable, installed, system_program


def test_it_is_the_one_that_the_distribution_brought() -> None:
    """Whatever else of that name is on the path."""
    assert os.access(executable("ruff", "ruff"), os.X_OK)


@pytest.mark.parametrize(("distribution", "name"), [("no-such-distribution", "ruff"), ("attrs", "ruff")])
def test_without_it_the_error_names_what_is_missing(distribution: str, name: str) -> None:
    """A tool that is not there examined nothing."""
    with pytest.raises(ToolError, match=r"ruff|attrs"):
        executable(distribution, name)


def test_what_is_not_installed_has_no_version() -> None:
    """None, and no error: some tools are for some machines only."""
    assert installed("attrs")
    assert installed("no-such-distribution") is None


def test_a_program_of_the_user_is_none_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of the user decides nothing."""
    (tmp_path / "planted").write_text("#!/bin/sh\n")
    (tmp_path / "planted").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_program("planted") is None
    assert system_program("sh")
