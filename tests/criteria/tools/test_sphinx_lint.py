"""Sphinx-lint: reStructuredText that is read as something else."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import sphinx_lint

BAD = "See :doc:`other for more.\n"


@pytest.mark.parametrize(
    ("content", "rule"),
    [(BAD, "missing-backtick-after-role"), ("See :ref:other.\n", "role-without-backticks"),
     ("A ``b``c.\n", "missing-space-after-literal")],
)  # fmt: skip
def test_what_is_read_as_something_else_is_told(tmp_path: Path, content: str, rule: str) -> None:
    """With rule, line and neutral name."""
    assert ("f000001.rst", rule, 1) in rules(examine(sphinx_lint, tmp_path, {"f000001.rst": content}))


def test_layout_is_not_judged(tmp_path: Path) -> None:
    """Blanks at the end, tabs and the last line feed."""
    assert not examine(
        sphinx_lint, tmp_path, {"f000001.rst": "Text  \n\n\tmore\r\n\n.. code-block:: python\n\n   x ="}
    ).hits


def test_what_cannot_be_read_is_failed(tmp_path: Path) -> None:
    """V7: a file in another encoding was not examined."""
    found = examine(sphinx_lint, tmp_path, {"f000001.rst": b"\xff\n", "f000002.rst": BAD})
    assert set(found.failed) == {"f000001.rst"}
    assert [name for name, _, _ in rules(found)] == ["f000002.rst"]


@pytest.mark.threat("T28")
def test_nothing_beside_the_files_is_read(tmp_path: Path) -> None:
    """It has no configuration, but a module could stand in for its libraries."""
    for name in ("regex.py", "polib.py", "sphinxlint.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(0)\n")
    assert rules(examine(sphinx_lint, tmp_path, {"f000001.rst": BAD}))
