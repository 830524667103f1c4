"""Whether a change of a settings file can concern how tests run, or only what a project says of itself (T19)."""

import configparser
import tomllib
from collections.abc import Mapping
from typing import Any

from criteria.snapshot import Snapshot

MAX_SIZE = 2**20  # bytes of a settings file that is read
# What a settings file may say anew without any say in how tests run. All else in it is harness.
_PROSE = (
    "version", "description", "readme", "license", "license-files", "license_files", "authors", "maintainers",
    "author", "author_email", "maintainer", "maintainer_email", "keywords", "classifiers", "urls", "url",
    "project_urls", "long_description", "long_description_content_type", "requires-python", "dependencies",
    "optional-dependencies",
)  # fmt: skip
_HARMLESS: Mapping[str, tuple[str, ...] | None] = {
    "project": _PROSE, "metadata": _PROSE, "dependency-groups": None, "flake8": None, "mypy": None, "isort": None,
    "tool": (
        "ruff", "black", "isort", "mypy", "pyright", "flake8", "bandit", "codespell", "towncrier", "bumpversion",
        "docformatter", "interrogate", "numpydoc_validation", "commitizen", "typos",
    ),
}  # fmt: skip


def decides(path: str, base: Snapshot, head: Snapshot) -> bool:
    """Whether the change of a settings file can concern how tests run; when in doubt it can."""
    read = {"pyproject.toml": _toml, "setup.cfg": _ini}.get(path.rpartition("/")[2])
    if read is None:
        return True
    said = [_without_harmless(read(text)) if (text := _text(side, path)) is not None else None for side in (base, head)]
    return None in said or said[0] != said[1]


def _text(side: Snapshot, path: str) -> str | None:
    entry = side.by_path.get(path)
    return side.text(entry, MAX_SIZE) if entry is not None and entry.size <= MAX_SIZE else None


def _toml(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _ini(text: str) -> dict[str, Any] | None:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    return {name: dict(parser.items(name)) for name in parser.sections()}


def _without_harmless(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """What is left of the settings once prose, dependencies and linters are taken out; None for no settings at all."""
    if data is None:
        return None
    left = {}
    for table, content in data.items():
        keys = _HARMLESS.get(table, ())
        if keys is None:
            continue
        if isinstance(content, dict):
            content = {key: value for key, value in content.items() if key not in keys}
        left[table] = content
    return {table: content for table, content in left.items() if content != {}}
