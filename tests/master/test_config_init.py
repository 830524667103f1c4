"""`assay config init`: a file to start from, that never writes over somebody's own."""

import subprocess
from pathlib import Path

import attrs
import pytest
from repos import commit_tree

from criteria.snapshot import Snapshot
from master.commands.config import init
from master.errors import UsageError
from master.plan import assay_file
from master.plan.detect import detect
from workers.cell import Recipe
from workers.images.recipe import offered_pythons

FILES = {"setup.py": "", "test_a.py": "def test_a(): pass\n", "apt.txt": "jq\n"}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "state"))
    commit_tree(tmp_path / "bare", FILES)
    line = ["git", "clone", "--quiet", str(tmp_path / "bare"), str(tmp_path / "tree")]
    subprocess.run(line, check=True, capture_output=True)
    return tmp_path / "tree"


def meaning(recipe: Recipe) -> Recipe:
    return attrs.evolve(recipe, origin="", reasons=())


def found(tmp_path: Path) -> Recipe:
    return detect(Snapshot(tmp_path / "bare", commit_tree(tmp_path / "bare", FILES)), offered=offered_pythons())


def test_file(tree: Path, tmp_path: Path) -> None:
    """The file stands in the checkout and means what was found."""
    assert init(str(tree), None, offline=True) == 0
    assert meaning(assay_file.read((tree / ".assay.yml").read_bytes())) == meaning(found(tmp_path))


def test_standard_output(tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `-` the same goes to stdout, and nothing is written."""
    assert init(str(tree), Path("-"), offline=True) == 0
    assert meaning(assay_file.read(capsys.readouterr().out)) == meaning(found(tmp_path))
    assert not (tree / ".assay.yml").exists()


@pytest.mark.parametrize("make", [lambda path: path.write_text("mine"), lambda path: path.symlink_to("nowhere")])
def test_never_written_over(tree: Path, make: object) -> None:
    """A file or a link that is there stays as it is."""
    target = tree / ".assay.yml"
    make(target)  # type: ignore[operator]
    with pytest.raises(UsageError, match="is there already"):
        init(str(tree), None, offline=True)
    assert target.is_symlink() or target.read_text() == "mine"


def test_no_folder(tree: Path, tmp_path: Path) -> None:
    """A file in a folder that is not there is an error of usage."""
    with pytest.raises(UsageError, match="there is no folder"):
        init(str(tree), tmp_path / "none" / "x.yml", offline=True)
