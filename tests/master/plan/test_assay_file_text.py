"""What is written down means exactly what was found."""

import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import snapshot_of

from master.plan import assay_file
from master.plan.assay_file_text import COMMENTS, written
from master.plan.detect import detect
from workers.cell import Limits, Recipe, Results, Selection

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}


def meaning(recipe: Recipe) -> Recipe:
    """Without how it came about."""
    return attrs.evolve(recipe, origin="", reasons=())


def same(recipe: Recipe) -> None:
    assert meaning(assay_file.read(written(recipe))) == meaning(recipe)


def test_every_key() -> None:
    """A recipe in which nothing is usual."""
    same(
        Recipe(
            images=("debian-13",), arches=("arm64",), pythons=("3.13",), exclude=({"arch": "arm64", "c": "gcc"},),
            system=("jq",), build=("make",), after_test=("gcovr",), results=Results(("a.xml",), ("b",), ("c",)),
            limits=Limits(memory_mb=100, build_minutes=1.5), environment={"A": "no", "B": "3.10"},
            axes={"c": ("gcc", "clang")}, emulated_test=("make quick",), retry=1, seed=7, reads=("src",),
            select=Selection(("*.py",), "pytest {files}", 3, 1.5), caches=(), baselines=("sage",),
        )
    )  # fmt: skip


def test_comments() -> None:
    """Every key but the version has a comment, and all keys that are commented are keys of the file."""
    assert set(COMMENTS) | {"version", "criteria"} == set(json.loads(assay_file.schema_text())["properties"])


FILES = {
    "setup.py": "setup(extras_require={'test': ['pytest']})",
    "pyproject.toml": "[project]\nname='x'\nrequires-python='>=3.12'\n",
    "tests/test_a.py": "def test_a(): pass\n",
    "tox.ini": "[testenv]\nsetenv =\n  A = yes\n  B = 'x': #y\ncommands = pytest -m 'a: b # c'\n",
    "a.c": "#include <gmp.h>\n",
    "nb.ipynb": "{}",
    "binder/postBuild": "x",
    "Makefile": "test:\n\ttrue\n",
    "environment.yml": "dependencies: [numpy, gmp, odd\u2028name]\n",
    "\u2028\x85.md": "x",
}


@given(st.sets(st.sampled_from(sorted(FILES))))
def test_any_repository(tmp_path_factory: pytest.TempPathFactory, names: set[str]) -> None:
    """The law: reading what was written gives what was detected."""
    snapshot = snapshot_of(tmp_path_factory.mktemp("repo"), {"README": "", **{name: FILES[name] for name in names}})
    same(detect(snapshot, offered=OFFERED))


@pytest.mark.threat("T16")
def test_reasons_stay_comments() -> None:
    """A reason with the line breaks of any alphabet cannot become a key."""
    same(Recipe(test=("make check",), reasons=("a\nbuild: evil\r\x85\u2028test: evil\u2029x" + " y" * 300,)))


def test_nothing_found(tmp_path: Path) -> None:
    """Where nothing was found, the file says so and means nothing."""
    text = written(detect(snapshot_of(tmp_path, {"notes.txt": ""}), offered=OFFERED))
    assert "# Write the commands" in text
    assert meaning(assay_file.read(text)) == meaning(Recipe())
