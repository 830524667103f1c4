"""Ruff on notebooks: Python in cells, by the rules of Python files."""

import json
from pathlib import Path

import pytest
from tool_files import examine

from criteria.tools import ruff_notebook


def _notebook(*cells: str, language: str | None = "python", kernel: str | None = None) -> str:
    about: dict[str, object] = {"language_info": {"name": language}} if language else {}
    if kernel:
        about["kernelspec"] = {"language": kernel, "name": "x", "display_name": "X"}
    made = [
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": [source]}
        for source in cells
    ]
    return json.dumps({"cells": made, "metadata": about, "nbformat": 4, "nbformat_minor": 4})


def test_a_finding_names_cell_and_line(tmp_path: Path) -> None:
    """The line of a notebook's own text would tell nobody anything."""
    found = examine(
        ruff_notebook, tmp_path, {"f000001.ipynb": _notebook("%matplotlib inline\nx = 1", "!ls\nimport os")}
    )
    assert [(hit.name, hit.rule, hit.line) for hit in found.hits] == [("f000001.ipynb", "F401", None)]
    assert found.hits[0].message.startswith("cell 2, line 2: ")


def test_suppressions_are_not_obeyed(tmp_path: Path) -> None:
    """A13: what the project marked to be passed over is found all the same."""
    assert examine(ruff_notebook, tmp_path, {"f000001.ipynb": _notebook("import os  # noqa")}).hits


@pytest.mark.parametrize("content", ["", "[1]", "{}", "{", _notebook("import os("), "[" * 100_000])
def test_what_cannot_be_read_is_failed(tmp_path: Path, content: str) -> None:
    """V7: no JSON, no notebook, or no Python in it."""
    found = examine(ruff_notebook, tmp_path, {"f000001.ipynb": content, "f000002.ipynb": _notebook("import os")})
    assert set(found.failed) == {"f000001.ipynb"}
    assert [hit.name for hit in found.hits] == ["f000002.ipynb"]


@pytest.mark.parametrize(
    "content", [_notebook("x <- 1", language="R"), _notebook("x = 1", language=None, kernel="julia")]
)
def test_a_notebook_in_another_language_is_skipped(tmp_path: Path, content: str) -> None:
    """Ruff would say nothing about it, as if it were clean."""
    found = examine(ruff_notebook, tmp_path, {"f000001.ipynb": content})
    assert set(found.skipped) == {"f000001.ipynb"}
    assert not found.failed


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Even one in the very folder has no effect."""
    (tmp_path / "ruff.toml").write_text('force-exclude = true\nexclude = ["*.ipynb"]\n')
    assert examine(ruff_notebook, tmp_path, {"f000001.ipynb": _notebook("import os")}).hits
