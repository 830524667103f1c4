"""The list of flaky tests: for people a line per test, for programs every event."""

import json
from pathlib import Path

import pytest
from cells import GOOD
from records import written

from master.commands.flakes import Options, flakes
from master.errors import UsageError
from master.ledger import Ledger
from master.state import state_folder
from workers.readers.test_case import FAILED, PASSED, TestCase


@pytest.fixture
def known(tmp_path: Path) -> None:
    """Two runs in which one test passed on retry only."""
    state_folder().mkdir(parents=True, exist_ok=True)
    ledger = Ledger(state_folder())
    for number in range(2):
        tests = written(tmp_path / f"{number}.gz", [TestCase("m::t\u202e", FAILED, retries=(PASSED,))])
        ledger.keep("p", "c" * 40, str(number), GOOD, tests, {})
    ledger.close()


@pytest.mark.usefixtures("known")
def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, however often; a name that would steer the terminal is shown as it is spelled."""
    assert flakes(Options("text")) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("m::t\\u202e (debian-12/amd64/py3.11): 2 times")
    assert line.endswith("failed passed")


@pytest.mark.usefixtures("known")
def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """Every event with cell, commit, seed and time."""
    flakes(Options("json"))
    data = json.loads(capsys.readouterr().out)
    assert [set(flake) for flake in data["flakes"]] == [{"cell", "name", "commit", "seed", "ends", "time"}] * 2
    flakes(Options("json", "another/cell"))
    assert json.loads(capsys.readouterr().out)["flakes"] == []


def test_nothing_known(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty ledger is no error."""
    assert flakes(Options("text")) == 0
    assert capsys.readouterr().out == ""


def test_unknown_format() -> None:
    """The formats that there are are named."""
    with pytest.raises(UsageError, match="text, json"):
        flakes(Options("xml"))
