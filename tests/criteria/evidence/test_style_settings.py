"""How far style settings depart from the defaults."""

from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.evidence import style_settings
from criteria.evidence.style_settings import Setting, StyleSettings


def _settings(path: Path, files: dict[str, str | bytes]) -> StyleSettings:
    return style_settings.collect(snapshot_of(path, files))


def _one(path: Path, name: str, text: str) -> Setting:
    (setting,) = _settings(path, {name: text}).settings
    return setting


@pytest.mark.parametrize(
    ("name", "text", "departures"),
    [
        (
            "pyproject.toml",
            "[tool.ruff.lint]\nselect = ['E', 'F']\nignore = ['E1', 'E2']\nper-file-ignores = {a = ['E3']}\n",
            3,
        ),
        ("ruff.toml", "line-length = 200\n", 1),
        (".flake8", "[flake8]\nignore = E1,E2\n    W3  # why\nmax-line-length = 79\n", 3),
        ("setup.cfg", "[metadata]\nname = a\n[flake8]\nextend-ignore = E203\n", 1),
        (".pylintrc", "[MESSAGES CONTROL]\ndisable=missing-docstring,\n    too-many-locals\n", 2),
        (".clang-format", "BasedOnStyle: LLVM\nIndentWidth: 3\n", 1),
        (".rubocop.yml", "Style/A:\n  Enabled: false\n", 1),
    ],
)
def test_departures_are_counted(tmp_path: Path, name: str, text: str, departures: int) -> None:
    assert _one(tmp_path / "r", name, text).departures == departures


@pytest.mark.threat("A13")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.ruff.lint]\nselect = []\n"),
        ("pyproject.toml", "[tool.ruff]\nexclude = ['*']\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nignore = ['ALL']\n"),
        ("pyproject.toml", "[tool.ruff.lint.per-file-ignores]\n'*' = ['ALL']\n"),
        (".flake8", "[flake8]\nexclude = .\n"),
        (".pylintrc", "[MESSAGES CONTROL]\ndisable=all\n"),
        (".clang-format", "DisableFormat: true\n"),
        (".markdownlint.yaml", "default: false\n"),
    ],
)
def test_settings_that_leave_nothing_to_check_are_named(tmp_path: Path, name: str, text: str) -> None:
    assert _one(tmp_path / "r", name, text).emptied


def test_a_style_based_on_none_is_custom(tmp_path: Path) -> None:
    assert _one(tmp_path / "r", ".clang-format", "IndentWidth: 3\n").custom


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "text", ["[tool.ruff\n", "tool = 5\n", "[tool]\nruff = 3\n", "[tool.ruff]\nlint = 3\nexclude = {a = 1}\n"]
)
def test_broken_or_odd_settings_are_told_or_empty(tmp_path: Path, text: str) -> None:
    found = _settings(tmp_path / "r", {"pyproject.toml": text, ".clang-format": "\xff: [\n"})
    assert found.departures == 0


def test_texts_about_style_are_found(tmp_path: Path) -> None:
    guide = "# Style\n\n" + "".join(f"- Rule {number} says how a thing is written\n" for number in range(9))
    part = "# Contributing\n\nSend a change.\n\n## Coding style\n\n- Use four blanks.\n- Name things well.\n"
    found = _settings(tmp_path / "r", {"STYLE_GUIDE.md": guide, "CONTRIBUTING.md": part, "docs/other.md": "x\n"})
    assert [(document.path, document.rules >= 2) for document in found.documents] == [
        ("CONTRIBUTING.md", True),
        ("STYLE_GUIDE.md", True),
    ]


def test_vendored_settings_are_not_the_projects(tmp_path: Path) -> None:
    assert _settings(tmp_path / "r", {"vendor/.flake8": "[flake8]\nignore = E1\n"}).settings == ()
