"""The plain parts of tox's environment."""

from pathlib import Path

from repos import snapshot_of

from master.plan.project import read_pyproject
from master.plan.tox_file import ToxSettings, read_tox


def tox(tmp_path: Path, files: dict[str, str]) -> ToxSettings:
    snapshot = snapshot_of(tmp_path, {"x": "", "r.txt": "six\n", **files})
    return read_tox(snapshot, read_pyproject(snapshot)[0])


def test_tox_ini(tmp_path: Path) -> None:
    """Plain dependencies, files and variables are taken; what tox has to work out is left, with a reason."""
    text = """
[testenv]
deps =
    pytest>=3
    -rr.txt
    -r none.txt
    py37: mock
    {[base]deps}
    .[test]
setenv =
    LC_ALL = C.UTF-8
    HERE = {toxinidir}
    PATH = /x
    py37: A = b
[testenv:docs]
deps = sphinx
"""
    found = tox(tmp_path, {"tox.ini": text})
    assert [str(item) for item in found.requirements.found] == ["pytest>=3"]
    assert found.files == ("r.txt",)
    assert found.environment == {"LC_ALL": "C.UTF-8"}
    assert len(found.requirements.reasons) == 4
    assert len(found.reasons) == 3


def test_toml(tmp_path: Path) -> None:
    """tox.toml and [tool.tox] say the same in tables."""
    table = "env_run_base]\ndeps = ['mock', 3]\nset_env = {A = 'b', C = 3}\n"
    for files in ({"tox.toml": f"[{table}"}, {"pyproject.toml": f"[tool.tox.{table}"}):
        found = tox(tmp_path / next(iter(files)), files)
        assert [str(item) for item in found.requirements.found] == ["mock"]
        assert found.environment == {"A": "b"}


def test_nothing(tmp_path: Path) -> None:
    """Absent, broken and odd files say nothing."""
    assert tox(tmp_path / "a", {}) == ToxSettings()
    assert tox(tmp_path / "b", {"tox.toml": "["}) == ToxSettings()
    assert tox(tmp_path / "c", {"pyproject.toml": "[tool]\ntox = 3\n"}) == ToxSettings()
