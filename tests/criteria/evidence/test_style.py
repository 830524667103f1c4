"""Style evidence: the runs over the first-party files, and the standards in use."""

from pathlib import Path

from repos import snapshot_of
from tool_runs import analyses

from criteria.evidence import style
from criteria.evidence.style import Standard, Style
from criteria.model import digest_of
from criteria.tools.tool import Purpose


def _collect(path: Path, files: dict[str, str]) -> Style:
    snapshot = snapshot_of(path / "repository.git", files)
    return style.of(analyses(snapshot)[Purpose.STYLE], snapshot)


def test_python_and_json_are_checked(tmp_path: Path) -> None:
    """Each language present has the run of its tool; tests count like other code."""
    found = _collect(tmp_path, {"a.py": "import os\n", "tests/test_a.py": "import re\n", "b.json": "{,}\n"})
    assert [(run.tool, run.language, run.findings_total) for run in found.runs] == [
        ("ruff", "Python", 2),
        ("json-syntax", "JSON", 1),
    ]
    assert found.share == 1.0


def test_fixtures_and_dialects_are_left_out(tmp_path: Path) -> None:
    """L7: a broken fixture and JSON with comments are no findings."""
    found = _collect(tmp_path, {"tests/data/broken.json": "{,}", "tsconfig.json": "{} // x\n", "a.json": "{}"})
    (run,) = found.runs
    assert (run.files_in, run.scanned, run.findings_total) == (2, 1, 0)
    assert [item.path for item in run.skipped] == ["tsconfig.json"]


def test_standards_in_use_are_named_with_their_place(tmp_path: Path) -> None:
    """Files in the root folder, tables of pyproject.toml and sections of setup.cfg."""
    files = {
        ".editorconfig": "root = true\n",
        "docs/.flake8": "",
        "pyproject.toml": "[tool.ruff]\nline-length = 100\n[tool.poetry]\n",
        "setup.cfg": "[metadata]\nname = x\n[flake8]\nmax-line-length = 100\n",
        "tox.ini": "[tox]\n[pycodestyle]\n",
    }
    assert _collect(tmp_path, files).standards == (
        Standard("EditorConfig", ".editorconfig"),
        Standard("flake8", "setup.cfg"),
        Standard("pycodestyle", "tox.ini"),
        Standard("ruff", "pyproject.toml"),
    )


def test_a_broken_pyproject_configures_nothing(tmp_path: Path) -> None:
    """Neither broken nor oddly shaped TOML stops the collector."""
    for number, text in enumerate(("[tool", "tool = 1\n", "[tool.ruff\n")):
        assert _collect(tmp_path / str(number), {"pyproject.toml": text}).standards == ()


def test_the_evidence_has_one_digest(tmp_path: Path) -> None:
    """A31: two collections of equal trees are equal bytes."""
    files = {"a.py": "import os  # noqa\n", "b.f90": "end\n", "c.json": "{"}
    assert digest_of(_collect(tmp_path / "1", files)) == digest_of(_collect(tmp_path / "2", files))
