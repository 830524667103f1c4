"""Notebooks are tests where there are no others."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detect import detect
from master.plan.detectors.notebooks import NotebookDetector
from workers.cell import Recipe

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}


def recipe(tmp_path: Path, files: dict[str, str]) -> Recipe:
    return detect(snapshot_of(tmp_path, files), offered=OFFERED)


def test_notebooks(tmp_path: Path) -> None:
    """The environment is installed, then what runs notebooks; one record per cell is expected."""
    found = recipe(tmp_path, {"a.ipynb": "{}", "requirements.txt": "numpy\n", "runtime.txt": "python-3.13"})
    assert found.build == ("python -m pip install -r requirements.txt", "python -m pip install nbclient ipykernel")
    assert found.test == ('"$ASSAY_TOOLS/notebooks"',)
    assert (found.images, found.results.tests) == (("debian-13",), ("tests.jsonl",))


def test_tests_come_first(tmp_path: Path) -> None:
    """Beside tests, notebooks are not run."""
    found = recipe(tmp_path, {"a.ipynb": "{}", "test_a.py": "def test_a(): pass\n"})
    assert "notebooks" not in "".join(found.test)


def test_checkpoints_do_not_count(tmp_path: Path) -> None:
    """Copies that Jupyter keeps are no notebooks of the project."""
    snapshot = snapshot_of(tmp_path, {".ipynb_checkpoints/a-checkpoint.ipynb": "{}"})
    assert NotebookDetector().detect(snapshot, OFFERED) is None
