"""The command that runs the tests of a project, as its own files show it. Nothing is run."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.fixes.proposal import Ground
from criteria.untrusted import load_json, load_toml

_LIMIT = 256 * 1024  # bytes of one file
_TARGET = re.compile(r"(?m)^(check|test)[ \t]{0,8}:(?!=)")


def how_to_test(ground: Ground) -> str | None:
    """None where nothing shows it. What a project wrote for people goes before what its tools do by themselves."""
    for path, read in _FILES.items():
        entry = ground.snapshot.by_path.get(path)
        if (
            entry is not None
            and entry.is_file
            and entry.size <= _LIMIT
            and (command := read(ground.snapshot.text(entry)))
        ):
            return command
    if "test/runtests.jl" in ground.snapshot.by_path:
        return "julia --project -e 'using Pkg; Pkg.test()'"
    if any(file.path.endswith("_test.go") and file.apart is None for file in ground.census.files):
        return "go test ./..."
    return None


def _makefile(text: str) -> str | None:
    names = {match[1] for match in _TARGET.finditer(text)}
    return f"make {'test' if 'test' in names else 'check'}" if names else None


def _pyproject(text: str) -> str | None:
    try:
        tool: Any = load_toml(text, "pyproject.toml").get("tool", {})
    except UntrustedInputError:
        return None
    return "python -m pytest" if isinstance(tool, dict) and "pytest" in tool else None


def _package(text: str) -> str | None:
    try:
        data = load_json(text, "package.json")
    except UntrustedInputError:
        return None
    scripts = data.get("scripts") if isinstance(data, dict) else None
    command = scripts.get("test") if isinstance(scripts, dict) else None
    return "npm test" if isinstance(command, str) and "no test specified" not in command else None


_FILES: Mapping[str, Callable[[str], str | None]] = {
    "Makefile": _makefile,
    "noxfile.py": lambda _: "nox",
    "tox.ini": lambda _: "tox",
    "pytest.ini": lambda _: "python -m pytest",
    "pyproject.toml": _pyproject,
    "package.json": _package,
    "Cargo.toml": lambda _: "cargo test",
    "fpm.toml": lambda _: "fpm test",
}
