"""`assay fix`: the diff on stdout, prose on stderr, nothing applied."""

import subprocess
from pathlib import Path

import pytest
from licence_texts import filled
from repos import commit_tree

from master.commands.fix import Options, fix
from master.errors import UsageError

FILES: dict[str, str | bytes] = {
    "LICENSE": filled("MIT"),
    "package.json": '{"license": "MIT"}',
    "CONTRIBUTING.md": "Send a pull request.\n",
    "a.py": "x = 1\n",
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree with one commit."""
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "state"))
    return made(tmp_path, FILES)


def made(folder: Path, files: dict[str, str | bytes]) -> Path:
    commit_tree(folder / "bare", files)
    line = ["git", "-c", "init.defaultBranch=main", "clone", "--quiet", str(folder / "bare"), str(folder / "tree")]
    subprocess.run(line, check=True, capture_output=True)
    return folder / "tree"


def options(tree: Path, select: tuple[str, ...] = (), file: Path | None = None) -> Options:
    return Options(str(tree), None, select, file, True)


def test_the_diff_goes_to_stdout_and_git_takes_it(checkout: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Prose goes to stderr; the tree stays as it was until git is told."""
    assert fix(options(checkout)) == 0
    diff, prose = capfdbinary.readouterr()
    assert (checkout / "a.py").read_text() == "x = 1\n"
    assert b"Nothing was changed" in prose
    assert b"QC.Lic03@devel" in prose
    subprocess.run(["git", "apply", "-"], cwd=checkout, input=diff, check=True)
    assert (checkout / "a.py").read_text() == "# SPDX-License-Identifier: MIT\n\nx = 1\n"


def test_the_diff_goes_to_a_file_where_one_is_named(
    checkout: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """And the command that takes it is named."""
    assert fix(options(checkout, file=tmp_path / "fixes.diff")) == 0
    out, prose = capfdbinary.readouterr()
    assert out == b""
    assert b"git apply" in prose
    assert (tmp_path / "fixes.diff").read_bytes().startswith(b"diff --git a/a.py b/a.py\n")


@pytest.mark.parametrize(
    ("select", "empty"), [("QC.Lic03", False), ("QC.Lic03@devel", False), ("QC.Met01,QC.Doc06.2", True)]
)
def test_criteria_can_be_selected(
    checkout: Path, capfdbinary: pytest.CaptureFixture[bytes], select: str, empty: bool
) -> None:
    """With commas, and without what stands behind the at sign; nothing to propose is no error."""
    assert fix(options(checkout, (select,))) == 0
    out, prose = capfdbinary.readouterr()
    assert (out == b"") is empty
    assert (b"Nothing to propose." in prose) is empty


def test_an_unknown_criterion_is_a_usage_error(checkout: Path) -> None:
    """The fixes there are stand in the sentence."""
    with pytest.raises(UsageError, match=r"no fix for QC\.Nope.*QC\.Met01"):
        fix(options(checkout, ("QC.Nope",)))


def test_what_only_the_project_knows_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each open place of a proposed document."""
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "state"))
    files = {path: text for path, text in FILES.items() if path != "CONTRIBUTING.md"}
    assert fix(options(made(tmp_path, files), ("QC.Doc06.2",))) == 0
    out, prose = capfdbinary.readouterr()
    assert out.count(b"[insert ") > 0
    assert all(mark in prose for mark in (b"Only the project can fill in", b"[insert who reviews a change and how]"))
