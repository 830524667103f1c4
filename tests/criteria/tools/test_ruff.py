"""Ruff: what it says about single files, in the form that no project can change."""

from pathlib import Path
from threading import Event

import pytest

from criteria.tools import ruff
from criteria.tools.tool import Examination


def _examine(folder: Path, files: dict[str, str | bytes]) -> Examination:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return ruff.examine(folder, list(files), Event())


def test_findings_have_rule_line_and_neutral_name(tmp_path: Path) -> None:
    """A finding names the rule, the line and the file it stands in."""
    found = _examine(tmp_path, {"f000000.py": "import os\n", "f000001.pyi": "x: int\n"})
    assert [(hit.name, hit.rule, hit.line) for hit in found.hits] == [("f000000.py", "F401", 1)]
    assert not found.failed


@pytest.mark.parametrize("marker", ["# noqa", "# ruff: ignore[F401]", "# flake8: noqa", "# ruff: noqa"])
def test_suppressions_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: what the project marked to be passed over is found all the same."""
    assert [hit.rule for hit in _examine(tmp_path, {"f000000.py": f"import os  {marker}\n"}).hits] == ["F401"]


def test_all_may_name_submodules_in_the_first_module_of_a_package(tmp_path: Path) -> None:
    """The first module of a package keeps the rules of its kind under its neutral name."""
    name = f"f000000{ruff.suffix('package/__init__.py')}"
    assert _examine(tmp_path, {name: '__all__ = ["submodule"]\n'}).hits == ()
    assert _examine(tmp_path, {"f000001.py": '__all__ = ["submodule"]\n'}).hits != ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"# \xff\nimport os\n", "UTF-8"),
        (b"def f(:\n  pass\nimport os\n", "not valid Python, line 1"),
        (b"print 'hello'\n", "not valid Python, line 1"),
        ("import os\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_what_cannot_be_parsed_is_failed_and_has_no_findings(tmp_path: Path, content: bytes, why: str) -> None:
    """V7: a file that ruff cannot read is no file without findings."""
    found = _examine(tmp_path, {"f000000.py": content})
    assert why in found.failed["f000000.py"]
    assert found.hits == ()


def test_the_newest_syntax_is_read(tmp_path: Path) -> None:
    """A statement of a newer Python than ours is no error of the project."""
    assert _examine(tmp_path, {"f000000.py": "type Pair[T] = tuple[T, T]\n"}) == Examination()


def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """T28: even a configuration in the very folder has no effect."""
    hiding = 'force-exclude = true\nexclude = ["*.py"]\n[lint.per-file-ignores]\n"*" = ["ALL"]\n'
    (tmp_path / "ruff.toml").write_text(hiding)
    (tmp_path / ".gitignore").write_text("*\n")
    assert [hit.rule for hit in _examine(tmp_path, {"f000000.py": "import os\n"}).hits] == ["F401"]
