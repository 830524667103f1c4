"""What the style checkers say about the first-party files, and which style standards the project itself configures."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.snapshot import Entry, Snapshot
from criteria.tools.analysis import Analysis
from criteria.untrusted import MAX_BYTES, load_toml

KIND = "style"

# Files in the root folder that configure a checker or formatter of style, and which one.
_FILES: Mapping[str, str] = {
    ".flake8": "flake8",
    "ruff.toml": "ruff",
    ".ruff.toml": "ruff",
    ".pylintrc": "pylint",
    "pylintrc": "pylint",
    "pylintrc.toml": "pylint",
    ".isort.cfg": "isort",
    ".style.yapf": "yapf",
    ".editorconfig": "EditorConfig",
    ".clang-format": "clang-format",
    ".clang-tidy": "clang-tidy",
    "uncrustify.cfg": "uncrustify",
    ".fortitude.toml": "fortitude",
    "fortitude.toml": "fortitude",
    ".fprettify.rc": "fprettify",
    ".lintr": "lintr",
    ".JuliaFormatter.toml": "JuliaFormatter",
    "rustfmt.toml": "rustfmt",
    ".rustfmt.toml": "rustfmt",
    "clippy.toml": "clippy",
    ".golangci.yml": "golangci-lint",
    ".golangci.yaml": "golangci-lint",
    "checkstyle.xml": "Checkstyle",
    ".scalafmt.conf": "scalafmt",
    ".rubocop.yml": "RuboCop",
    ".eslintrc.json": "ESLint",
    ".eslintrc.yml": "ESLint",
    ".eslintrc.js": "ESLint",
    "eslint.config.js": "ESLint",
    "eslint.config.mjs": "ESLint",
    ".prettierrc": "Prettier",
    ".prettierrc.json": "Prettier",
    ".yamllint": "yamllint",
    ".yamllint.yml": "yamllint",
    ".hadolint.yaml": "hadolint",
    ".markdownlint.json": "markdownlint",
    ".markdownlint.yaml": "markdownlint",
    ".shellcheckrc": "ShellCheck",
}
# Tables of pyproject.toml and sections of setup.cfg and tox.ini that do the same.
_TABLES = ("autopep8", "black", "cython-lint", "fortitude", "flake8", "isort", "pycodestyle", "pydocstyle", "pylint",
           "ruff", "yapf")  # fmt: skip
_SECTION = re.compile(r"^\[(?:tool:)?([a-z0-9-]{1,20})\]", re.M)


@attrs.frozen
class Standard:
    """A style standard that the project configures, and where."""

    name: str
    path: str


@attrs.frozen
class Style(Analysis):
    """The runs, how much of the code they cover, and the standards in use, by name."""

    standards: tuple[Standard, ...] = ()


def of(analysis: Analysis, snapshot: Snapshot) -> Style:
    found = sorted(set(_standards(snapshot)), key=lambda standard: (standard.name, standard.path))
    return Style(analysis.runs, analysis.languages, analysis.apart_lines, analysis.marked_lines, tuple(found))


def _standards(snapshot: Snapshot) -> Iterator[Standard]:
    for entry in snapshot.files():
        if entry.folder:
            continue
        if entry.name in _FILES:
            yield Standard(_FILES[entry.name], entry.path)
        elif entry.name == "pyproject.toml":
            yield from (Standard(name, entry.path) for name in _TABLES if name in _tool_tables(snapshot, entry))
        elif entry.name in ("setup.cfg", "tox.ini"):
            sections = set(_SECTION.findall(snapshot.text(entry, MAX_BYTES)))
            yield from (Standard(name, entry.path) for name in _TABLES if name in sections)


def _tool_tables(snapshot: Snapshot, entry: Entry) -> Mapping[str, Any]:
    try:
        tables = load_toml(snapshot.text(entry), entry.path).get("tool")
    except UntrustedInputError:
        return {}  # a broken pyproject.toml configures nothing; the metadata says that it is broken
    return tables if isinstance(tables, dict) else {}
