"""How a repository configures pytest: which files are tests, and which plug-ins its options need."""

import re
import shlex
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import attrs

from criteria.snapshot import Snapshot
from master.plan.ini_file import read_ini

DEFAULT_FILES = ("test_*.py", "*_test.py")
DEFAULT_SKIPPED = ("*.egg", ".*", "_darcs", "build", "CVS", "dist", "node_modules", "venv", "{arch}")
# Options and settings that pytest refuses without the plug-in they come from.
PLUGINS_OF_OPTIONS: Mapping[str, str] = {
    "--cov": "pytest-cov",
    "--no-cov": "pytest-cov",
    "-n": "pytest-xdist",
    "--numprocesses": "pytest-xdist",
    "--dist": "pytest-xdist",
    "--timeout": "pytest-timeout",
    "--asyncio-mode": "pytest-asyncio",
    "--benchmark": "pytest-benchmark",
    "--mpl": "pytest-mpl",
    "--reruns": "pytest-rerunfailures",
    "--randomly": "pytest-randomly",
    "--doctest-plus": "pytest-doctestplus",
    "--doctest-rst": "pytest-doctestplus",
    "--doctest-cython": "pytest-doctestplus",
    "--remote-data": "pytest-remotedata",
    "--open-files": "pytest-openfiles",
    "--html": "pytest-html",
    "--self-contained-html": "pytest-html",
    "--nbval": "nbval",
    "--ds": "pytest-django",
    "--reuse-db": "pytest-django",
    "--mypy": "pytest-mypy",
    "--flake8": "pytest-flake8",
    "--flakes": "pytest-flakes",
    "--pycodestyle": "pytest-pycodestyle",
    "--pep8": "pytest-pep8",
    "--pylint": "pytest-pylint",
    "--black": "pytest-black",
    "--isort": "pytest-isort",
    "--ruff": "pytest-ruff",
    "--snapshot": "syrupy",
    "--random-order": "pytest-random-order",
    "--forked": "pytest-forked",
    "--instafail": "pytest-instafail",
    "--hypothesis": "hypothesis",
}
PLUGINS_OF_SETTINGS: Mapping[str, str] = {
    "asyncio_mode": "pytest-asyncio",
    "asyncio_default_fixture_loop_scope": "pytest-asyncio",
    "timeout": "pytest-timeout",
    "env": "pytest-env",
    "django_settings_module": "pytest-django",
    "qt_api": "pytest-qt",
    "doctest_plus": "pytest-doctestplus",
}
MAX_PATTERNS = 50
MAX_PATTERN = 200  # characters
MAX_STARS = 6  # more than anybody needs; each makes matching slower
_OPTION = re.compile(r"--?[A-Za-z][A-Za-z0-9-]*")


@attrs.frozen
class PytestSettings:
    """What pytest would read. `file` is None when nothing is configured."""

    file: str | None = None
    python_files: tuple[str, ...] = DEFAULT_FILES
    testpaths: tuple[str, ...] = ()
    skipped: tuple[str, ...] = DEFAULT_SKIPPED
    addopts: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    own_names: bool = False  # python_classes or python_functions are set

    @property
    def doctests(self) -> bool:
        return any(
            option.startswith(("--doctest-modules", "--doctest-glob", "--doctest-plus")) for option in self.addopts
        )

    def is_test_path(self, path: str) -> bool:
        """By its name and place alone."""
        folder, _, name = path.rpartition("/")
        if not any(fnmatchcase(name if "/" not in pattern else path, pattern) for pattern in self.python_files):
            return False
        return not any(fnmatchcase(part, pattern) for part in folder.split("/") if part for pattern in self.skipped)

    def is_below_testpaths(self, path: str) -> bool:
        return any(fnmatchcase(path, f"{place}/*") or fnmatchcase(path, place) for place in self.testpaths)


def read_pytest_settings(snapshot: Snapshot, pyproject: Mapping[str, Any]) -> PytestSettings:
    """The first of pytest's own places that has something, in pytest's order."""
    for file, options in _places(snapshot, pyproject):
        addopts = _words(options.get("addopts"))
        return PytestSettings(
            file=file,
            python_files=_patterns(options.get("python_files")) or DEFAULT_FILES,
            testpaths=tuple(place.strip("/").removeprefix("./") for place in _patterns(options.get("testpaths"))),
            skipped=_patterns(options.get("norecursedirs")) or DEFAULT_SKIPPED,
            addopts=addopts,
            plugins=tuple(dict.fromkeys(_plugins(addopts, options))),
            own_names="python_classes" in options or "python_functions" in options,
        )
    return PytestSettings()


def _places(snapshot: Snapshot, pyproject: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file in ("pytest.ini", ".pytest.ini"):
        entry = snapshot.by_path.get(file)
        if entry is not None and entry.is_file:  # it counts even when it is empty
            yield file, read_ini(snapshot, file).get("pytest", {})
    tool = pyproject.get("tool")
    table = tool.get("pytest") if isinstance(tool, Mapping) else None
    if isinstance(table, Mapping):
        options = table.get("ini_options", table)
        yield "pyproject.toml", options if isinstance(options, Mapping) else {}
    for file, section in (("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
        sections = read_ini(snapshot, file)
        if section in sections:
            yield file, sections[section]


def _words(value: object) -> tuple[str, ...]:
    """Options as pytest splits them: a text, or a list of texts."""
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    if not isinstance(value, str) or len(value) > 20 * MAX_PATTERN:
        return ()
    try:
        return tuple(shlex.split(value, comments=True))
    except ValueError:
        return tuple(value.split())


def _patterns(value: object) -> tuple[str, ...]:
    words = [item for item in _words(value) if len(item) <= MAX_PATTERN and item.count("*") <= MAX_STARS]
    return tuple(words[:MAX_PATTERNS])


def _plugins(addopts: tuple[str, ...], options: Mapping[str, Any]) -> Iterator[str]:
    for word in addopts:
        match = _OPTION.match(word)
        option = match.group() if match else ""
        for known, plugin in PLUGINS_OF_OPTIONS.items():
            if option == known or (len(known) > 2 and option.startswith(f"{known}-")):
                yield plugin
        if word.startswith("-n") and word[2:].isalnum():  # -n4, -nauto
            yield "pytest-xdist"
    for setting in options:
        if setting.lower() in PLUGINS_OF_SETTINGS:
            yield PLUGINS_OF_SETTINGS[setting.lower()]
