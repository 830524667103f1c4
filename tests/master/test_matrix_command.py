"""`assay matrix expand`: readable at 80 columns, and as data in the published form."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from repos import commit_tree

from master.commands.matrix import Options, expand
from master.errors import UsageError
from workers.errors import MatrixError

FILE = "matrix: {image: [debian-12, debian-13], arch: amd64, axes: {blas: [a]}}\nsystem: jq\ntest: 'true [bold]'\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    commit_tree(tmp_path / "bare", {".assay.yml": FILE})
    line = ["git", "clone", "--quiet", str(tmp_path / "bare"), str(tmp_path / "tree")]
    subprocess.run(line, check=True, capture_output=True)
    return tmp_path / "tree"


def test_text(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells and reasons in lines of 80 columns; what a repository wrote is never markup."""
    assert expand(Options(str(tree), offline=True)) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "true [bold]" in shown
    assert "Why debian-13/amd64/py3.13/a" in shown
    assert ".assay.yml says how to build and test" in shown


def test_json(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The published form."""
    assert expand(Options(str(tree), form="json", offline=True, arches=("amd64",))) == 0
    data = json.loads(capsys.readouterr().out)
    schema = json.loads((files("master.plan") / "matrix-1.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(data)
    assert [cell["id"] for cell in data["cells"]] == ["debian-12/amd64/py3.11/a", "debian-13/amd64/py3.13/a"]


def test_wrong_words(tree: Path) -> None:
    """A format or an architecture that nobody knows is an error of usage that names what there is."""
    with pytest.raises(UsageError, match="there are: text, json"):
        expand(Options(str(tree), form="xml"))
    with pytest.raises(UsageError, match="there are: amd64, arm64"):
        expand(Options(str(tree), arches=("vax",)))


def test_wrong_file(tree: Path, tmp_path: Path) -> None:
    """A file of the user's that names an unknown image is an error with its line."""
    config = tmp_path / "mine.yml"
    config.write_text("test: x\nmatrix:\n  image: debian-99\n")
    with pytest.raises((UsageError, MatrixError), match=r"mine\.yml:3: unknown image"):
        expand(Options(str(tree), config=config, offline=True))
