"""Reproducing a cell: what a report says is run, and what came out is held against it."""

import json
from pathlib import Path
from typing import Any

import pytest

from master.commands import reproduce as command
from master.commands.reproduce import Options, reproduce
from master.commands.run import Options as RunOptions
from master.errors import UsageError

CELL = "debian-12/amd64/py3.11"
COMMIT = "c" * 40


def cell(status: str = "failed", *failed: str, **more: Any) -> dict[str, Any]:
    return {"id": CELL, "status": status, "reason": "1 of 2 tests failed", "failed_tests": list(failed),
            "engine": "docker", "image": "assay/debian-12@sha256:aa", **more}  # fmt: skip


def report(path: Path, *cells: dict[str, Any], **more: Any) -> Path:
    path.write_text(
        json.dumps({"source": "https://a.example/b", "commit": COMMIT, "cells": list(cells), "change": None, **more})
    )
    return path


def options(**more: Any) -> Options:
    plain: dict[str, Any] = {"cell": CELL, "report": None, "source": None, "rev": None, "since": None, "image": None,
                             "engine": "auto", "allow_host": False, "config": None, "test": None,
                             "folder": Path("out")}  # fmt: skip
    return Options(**{**plain, **more})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[RunOptions]:
    """What was asked to be run; it answers with a cell in which `a` fails."""
    seen: list[RunOptions] = []

    def run(wanted: RunOptions) -> tuple[int, dict[str, Any]]:
        seen.append(wanted)
        return 1, {"cells": [cell("failed", "a")]}

    monkeypatch.setattr(command.run_command, "run_for_report", run)
    return seen


def test_everything_from_the_report(
    tmp_path: Path, asked: list[RunOptions], capsys: pytest.CaptureFixture[str]
) -> None:
    """Source, commit, base and engine are those of the report; it is always run anew, and the exit code is its own."""
    path = report(tmp_path / "r.json", cell("failed", "a"), change={"base": "b" * 40})
    assert reproduce(options(report=path)) == 1
    (wanted,) = asked
    assert (wanted.source, wanted.rev, wanted.since) == ("https://a.example/b", COMMIT, "b" * 40)
    assert (wanted.engine, wanted.cells, wanted.arches, wanted.fresh) == ("docker", (CELL,), ("amd64",), True)
    assert "Reproduced: the same outcome" in capsys.readouterr().out


def test_everything_by_hand(asked: list[RunOptions]) -> None:
    """The line that a report carries needs no file beside it."""
    assert reproduce(options(source="pypi:a==1", rev=COMMIT)) == 1
    assert asked[0].source == "pypi:a==1"


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        (cell("passed"), "reported passed, here failed"),
        (cell("failed", "a", "b"), "1 reported failures did not happen here: b"),
        (cell("failed"), "1 tests failed only here: a"),
        (cell("failed", "a", image="assay/debian-12@sha256:bb"), "The image differs"),
    ],
)
def test_differences_are_told(
    tmp_path: Path, asked: list[RunOptions], capsys: pytest.CaptureFixture[str], reported: dict[str, Any], words: str
) -> None:
    """Another outcome, other tests, another image: each is said."""
    reproduce(options(report=report(tmp_path / "r.json", reported)))
    assert words in capsys.readouterr().out


def test_one_test(asked: list[RunOptions], capsys: pytest.CaptureFixture[str]) -> None:
    """Of one test it is said whether it failed here."""
    reproduce(options(source="s", test="a"))
    assert "failed: a" in capsys.readouterr().out
    reproduce(options(source="s", test="b"))
    assert "The test b did not fail here." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        ("{", "is no report"),
        ("[]", "is no report of Assay"),
        ('{"cells": 3}', "is no report"),
    ],
)
def test_what_is_no_report(tmp_path: Path, content: str | None, words: str) -> None:
    """One sentence that says what to name instead."""
    path = tmp_path / "r.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=words):
        reproduce(options(report=path))


def test_a_cell_that_is_not_there(tmp_path: Path) -> None:
    """The cells that are there are named."""
    with pytest.raises(UsageError, match=r"it has: debian-12/amd64/py3\.11"):
        reproduce(options(cell="debian-13/amd64/py3.13", report=report(tmp_path / "r.json", cell())))


def test_nothing_to_run() -> None:
    """Neither report nor source."""
    with pytest.raises(UsageError, match="--report FILE, or --source"):
        reproduce(options())
