"""pytest's own configuration, read from its own places in its own order."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.project import read_pyproject
from master.plan.pytest_settings import PytestSettings, read_pytest_settings


def settings(tmp_path: Path, files: dict[str, str]) -> PytestSettings:
    snapshot = snapshot_of(tmp_path, {"x": "", **files})
    return read_pytest_settings(snapshot, read_pyproject(snapshot)[0])


INI = "[{}]\naddopts = -v\ntestpaths = ./{}/\n"


@pytest.mark.parametrize("count", range(5))
def test_order_of_places(tmp_path: Path, count: int) -> None:
    """The first place that has something counts, in pytest's order."""
    places = {
        "pytest.ini": INI.format("pytest", "pytest.ini"),
        ".pytest.ini": INI.format("pytest", ".pytest.ini"),
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-v'\ntestpaths = ['pyproject.toml']\n",
        "tox.ini": INI.format("pytest", "tox.ini"),
        "setup.cfg": INI.format("tool:pytest", "setup.cfg"),
    }
    names = list(places)[count:]
    found = settings(tmp_path, {name: places[name] for name in names})
    assert (found.file, found.testpaths, found.addopts) == (names[0], (names[0],), ("-v",))


def test_nothing(tmp_path: Path) -> None:
    """Without a section of its own, a file says nothing to pytest."""
    assert settings(tmp_path, {"tox.ini": "[testenv]\n", "setup.cfg": "[a]\n"}) == PytestSettings()


@pytest.mark.parametrize(
    ("addopts", "plugins"),
    [
        ("--cov=x --cov-report=xml -v", ("pytest-cov",)),
        ("-n auto", ("pytest-xdist",)),
        ("-n4 --durations=5", ("pytest-xdist",)),
        ("--benchmark-disable --timeout=3", ("pytest-benchmark", "pytest-timeout")),
        ("--covered -no-header --strict-markers", ()),
    ],
)
def test_plugins_of_options(tmp_path: Path, addopts: str, plugins: tuple[str, ...]) -> None:
    """An option that pytest itself does not know names its plug-in."""
    assert settings(tmp_path, {"pytest.ini": f"[pytest]\naddopts = {addopts}\n"}).plugins == plugins


def test_native_table(tmp_path: Path) -> None:
    """[tool.pytest] of newer versions, with lists instead of text."""
    text = "[tool.pytest]\naddopts = ['--doctest-modules']\npython_files = ['check_*.py']\nasyncio_mode = 'auto'\n"
    found = settings(tmp_path, {"pyproject.toml": text})
    assert (found.doctests, found.python_files, found.plugins) == (True, ("check_*.py",), ("pytest-asyncio",))


@pytest.mark.parametrize(
    ("path", "expected"),
    [("test_a.py", True), ("a/b/c_test.py", True), ("a/testing.py", False), ("build/test_a.py", False),
     ("a/.tox/test_a.py", False), ("venv/x/test_a.py", False), ("a/test_a.pyx", False)],
)  # fmt: skip
def test_default_names(path: str, expected: bool) -> None:
    """Without configuration the names are pytest's own, outside the folders that it skips."""
    assert PytestSettings().is_test_path(path) is expected


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text", ["[pytest]\naddopts = 'x\n", "[pytest]\npython_files = " + "*a" * 5000, "[pytest\n", "\0"]
)
def test_hostile(tmp_path: Path, text: str) -> None:
    """Open quotes, endless patterns and broken files fall back to what is usual."""
    found = settings(tmp_path, {"pytest.ini": text})
    assert found.python_files == PytestSettings().python_files
    assert not found.is_test_path("a" * 1000)
