"""Packages on top of Sage are doctested by Sage."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detect import detect
from master.plan.detectors.sage import SageDetector
from workers.cell import Recipe

OFFERED = {"debian-12": "3.11"}
PROMPTS = 'def f():\n    """\n        sage: f()\n        1\n    """\n'


def project(*dependencies: str) -> str:
    return f"[project]\nname='x'\ndependencies={list(dependencies)}\n"


def recipe(tmp_path: Path, files: dict[str, str]) -> Recipe:
    return detect(snapshot_of(tmp_path, files), offered=OFFERED)


def test_parts_of_sage(tmp_path: Path) -> None:
    """The folders with prompts, in the world of the part that the project asks for; the doctester is installed."""
    files = {
        "pyproject.toml": project("passagemath-conf", "passagemath-linbox>=10"),
        "src/x/a.py": PROMPTS,
        "b.py": PROMPTS,
    }
    found = recipe(tmp_path, files)
    assert found.build == ("python -m pip install -e .", "python -m pip install passagemath-repl")
    assert found.test == (
        '"$ASSAY_TOOLS/sage-doctest" --random-seed 0 --environment sage.all__sagemath_linbox b.py src/x',
    )
    assert found.results.tests == ("tests.jsonl",)


def test_whole_sage(tmp_path: Path) -> None:
    """With all of Sage, its own world is the right one; tests of pytest run as well."""
    files = {"pyproject.toml": project("sagemath-standard"), "x/a.pyx": PROMPTS, "test_a.py": "def test_a(): pass\n"}
    found = recipe(tmp_path, files)
    assert found.test[0] == '"$ASSAY_TOOLS/sage-doctest" --random-seed 0 x'
    assert found.test[1].endswith("-m pytest")
    assert (found.results.junit, found.results.tests) == (("junit.xml",), ("tests.jsonl",))


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": project("numpy"), "x/a.py": PROMPTS},
        {"pyproject.toml": project("passagemath-groups"), "x/a.py": "def f(): 'no sage: here'\n"},
        {"x/a.py": PROMPTS},
    ],
)
def test_not_sage(tmp_path: Path, files: dict[str, str]) -> None:
    """Without the dependency or without prompts it is a Python project as any other."""
    assert SageDetector().detect(snapshot_of(tmp_path, files), OFFERED) is None
