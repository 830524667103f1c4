"""The plain parts of tox's environment."""

from pathlib import Path

from repos import snapshot_of

from master.plan.project import read_pyproject
from master.plan.runner_settings import RunnerSettings
from master.plan.tox_file import read_tox


def tox(tmp_path: Path, files: dict[str, str]) -> RunnerSettings:
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
    assert len(found.requirements.reasons) == 1
    assert found.extras == ("test",)
    assert len(found.reasons) == 4


def test_commands(tmp_path: Path) -> None:
    """Placeholders that mean something in a cell are worked out; of many commands that do not, three are told."""
    lines = "".join(f"    {{[x]y}} {number}\n" for number in range(9))
    command = "    {envpython} -m pytest \\\n      {posargs:unit}\n"
    text = f"[testenv]\ndeps = -r{{toxinidir}}/r.txt\ncommands =\n{command}{lines}"
    found = tox(tmp_path, {"tox.ini": text})
    assert found.files == ("r.txt",)
    assert [command.text for command in found.commands] == ["python -m pytest unit"]
    assert len(found.reasons) == 4
    assert found.reasons[-1] == "tox.ini: 6 more commands are not run for such reasons"


def test_named_environment(tmp_path: Path) -> None:
    """A named environment stands on the base; without commands there, one that tests by its name is taken."""
    text = "[testenv]\ndeps = mock\n[testenv:unit]\ncommands = pytest a\n"
    text += "[testenv:other]\ncommands = {[testenv:unit]commands}\n"
    snapshot = snapshot_of(tmp_path, {"tox.ini": text})
    for environment in (None, "unit", "other"):
        found = read_tox(snapshot, {}, environment)
        assert [command.text for command in found.commands] == ["pytest a"]
        assert [str(item) for item in found.requirements.found] == ["mock"]


def test_toml(tmp_path: Path) -> None:
    """tox.toml and [tool.tox] say the same in tables."""
    table = "env_run_base]\ndeps = ['mock', 3]\nset_env = {A = 'b', C = 3}\n"
    for files in ({"tox.toml": f"[{table}"}, {"pyproject.toml": f"[tool.tox.{table}"}):
        found = tox(tmp_path / next(iter(files)), files)
        assert [str(item) for item in found.requirements.found] == ["mock"]
        assert found.environment == {"A": "b"}


def test_nothing(tmp_path: Path) -> None:
    """Absent, broken and odd files say nothing."""
    odd: list[dict[str, str]] = [{}, {"tox.toml": "["}, {"pyproject.toml": "[tool]\ntox = 3\n"}]
    for number, files in enumerate(odd):
        found = tox(tmp_path / str(number), files)
        assert found == RunnerSettings(found.source)
