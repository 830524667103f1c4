"""The program `notebooks` on real notebooks, where nbclient is installed, and what it says where it is not."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cell_programs import HERE, Cell, endings, have

from workers.cell_tools.notebooks import cell_names, found
from workers.cell_tools.records import ResultsError

REAL = have("nbclient", "nbformat", "ipykernel")
needs_kernel = pytest.mark.skipif(not REAL, reason="nbclient and ipykernel are not installed in this Python")


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    return Cell(tmp_path)


@needs_kernel
def test_real_notebooks(cell: Cell) -> None:
    """A notebook that still says what it said passes cell by cell; a wrong result fails with its diff."""
    for name in ("decay.ipynb", "orbit.ipynb"):
        shutil.copy(HERE / "data" / name, cell.work)
    assert cell.run("notebooks", "--junit", "out.xml").returncode == 1
    assert endings(cell.cases()) == [
        *[(f"decay.ipynb::cell::{name}", place, "passed") for place, name in enumerate(
            ("constants", "left", "age", "shown", "address", "elapsed"))],
        *[(f"orbit.ipynb::cell::{place}", place, "passed") for place in range(4)],
        ("orbit.ipynb::cell::4", 4, "skipped"),
        ("orbit.ipynb::cell::5", 5, "failed"),
    ]  # fmt: skip
    assert "-5558\n+5545" in cell.cases()[-1].message
    assert 'tests="12" failures="1"' in (cell.work / "out.xml").read_text()


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 3}', '{"nbformat": 4, "cells": []'])
@needs_kernel
def test_what_is_no_notebook_is_an_error(cell: Cell, text: str) -> None:
    """A file that cannot be read is an error of that file, and the others are run."""
    cell.write("a.ipynb", text)
    shutil.copy(HERE / "data" / "decay.ipynb", cell.work)
    assert cell.run("notebooks").returncode == 1
    first, *others = cell.cases()
    assert (first.id, first.outcome, first.tags) == ("a.ipynb", "error", ("file",))
    assert {case.outcome for case in others} == {"passed"}


def test_without_nbclient_there_is_a_sentence(cell: Cell) -> None:
    """A cell whose build did not install nbclient is told to, and gets no empty success."""
    cell.write("stand/nbclient.py", "raise ImportError('no', name='nbclient')")
    cell.write("a.ipynb", "{}")
    run = cell.run("notebooks", PYTHONPATH=str(cell.work / "stand"))
    assert run.returncode == 2
    assert run.stderr == "notebooks: nbclient is not in this cell: install nbclient and ipykernel in the build\n"


def test_notebooks_are_found_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders are searched, checkpoints are not; a file that is named twice counts once."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.ipynb", "a/c.ipynb", "a/.ipynb_checkpoints/c.ipynb", "a/c.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [str(path) for path in found([".", "b.ipynb"])] == ["a/c.ipynb", "b.ipynb"]
    for names in (["a/none"], []):
        with pytest.raises(ResultsError):
            list(found(names))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"nbformat": 4, "cells": [{"id": "x"}, {"id": "m"}, {"id": "y"}]}, {0: "x", 2: "y"}),
        ({"nbformat": 4, "cells": [{}, {}, {}]}, {0: "0", 2: "1"}),
        ({"nbformat": 4, "cells": [{"id": "x"}, {}, {"id": "x"}]}, {0: "x", 2: "1"}),
        ({"nbformat": 4, "cells": [{"id": ["x"]}, 3]}, {0: "0", 2: "1"}),
        ({"nbformat": 3, "worksheets": []}, {0: "0", 2: "1"}),
    ],
)
def test_a_cell_keeps_its_own_name(raw: Any, expected: dict[int, str]) -> None:
    """The id of the file names a cell; where there is none, or twice the same, its place among the code cells does."""
    kinds = ("code", "markdown", "code")
    assert cell_names(raw, SimpleNamespace(cells=[SimpleNamespace(cell_type=kind) for kind in kinds])) == expected
