"""What a settings file may say anew without a say in how tests run."""

from pathlib import Path

import pytest
from repos import commit_tree

from criteria.snapshot import Snapshot
from master.harness_settings import decides

pytestmark = pytest.mark.threat("T19")
PYPROJECT = """
[project]
name = "a"
version = "1"
[tool.pytest.ini_options]
addopts = "-ra"
[tool.ruff]
line-length = 100
"""
SETUP_CFG = "[metadata]\nname = a\nversion = 1\n[tool:pytest]\naddopts = -ra\n[flake8]\nmax-line-length = 99\n"


def answer(folder: Path, name: str, before: str | None, after: str | None) -> bool:
    trees = ({"x": "y"} | ({name: text} if text is not None else {}) for text in (before, after))
    base, head = (Snapshot(folder, commit_tree(folder, tree)) for tree in trees)
    return decides(name, base, head)


@pytest.mark.parametrize(
    ("name", "text", "old", "new"),
    [
        ("pyproject.toml", PYPROJECT, 'version = "1"', 'version = "2"\ndependencies = ["numpy"]'),
        ("sub/pyproject.toml", PYPROJECT, "line-length = 100", "line-length = 120"),
        ("pyproject.toml", PYPROJECT, "[tool.ruff]", "[dependency-groups]\ndev = []\n[tool.ruff]"),
        ("setup.cfg", SETUP_CFG, "version = 1", "version = 2"),
        ("setup.cfg", SETUP_CFG, "max-line-length = 99", "max-line-length = 120"),
    ],
)
def test_prose_and_linters(tmp_path: Path, name: str, text: str, old: str, new: str) -> None:
    """A version, a dependency or a line length are no harness."""
    assert not answer(tmp_path, name, text, text.replace(old, new))


@pytest.mark.parametrize(
    ("name", "text", "old", "new"),
    [
        ("pyproject.toml", PYPROJECT, "-ra", "-ra -p evil"),
        ("pyproject.toml", PYPROJECT, "[tool.ruff]", "[project.entry-points.pytest11]\nx = 'evil'\n[tool.ruff]"),
        ("pyproject.toml", PYPROJECT, "[tool.ruff]", "[build-system]\nrequires = ['evil']\n[tool.ruff]"),
        (
            "pyproject.toml",
            PYPROJECT,
            "[tool.ruff]",
            "[tool.hatch.build.targets.wheel.force-include]\na='b'\n[tool.ruff]",
        ),
        ("pyproject.toml", PYPROJECT, "[tool.ruff]", "[tool.ruff"),
        ("pyproject.toml", PYPROJECT, PYPROJECT, "tool = 1"),
        ("setup.cfg", SETUP_CFG, "-ra", "-p evil"),
        ("setup.cfg", SETUP_CFG, "[flake8]", "[options.entry_points]\npytest11 =\n  x = evil\n[flake8]"),
        ("setup.cfg", SETUP_CFG, "[metadata]", "metadata"),
        ("setup.py", "a", "a", "b"),
    ],
)
def test_anything_else_decides(tmp_path: Path, name: str, text: str, old: str, new: str) -> None:
    """Options of the runner, plugins, what a wheel holds, what cannot be read, and files that are programs."""
    assert answer(tmp_path, name, text, text.replace(old, new))


def test_a_file_that_comes_or_goes(tmp_path: Path) -> None:
    """Where one side has none there is nothing to compare with."""
    assert answer(tmp_path, "setup.cfg", None, SETUP_CFG)
    assert answer(tmp_path, "setup.cfg", SETUP_CFG, None)
