"""Names of branches: what guides ask for, and the families of names."""

from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.changes.naming import NUMBERED, PERSONAL, PLAIN, TYPED, documented_naming, family


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("feature/x", TYPED),
        ("fix-reader", TYPED),
        ("docs/install", TYPED),
        ("1234-reader", NUMBERED),
        ("gh-1234", NUMBERED),
        ("dw/reader", PERSONAL),
        ("patch-1", PLAIN),
        ("master", PLAIN),
        ("dependabot/pip/x", None),
        ("pre-commit-ci-update-config", None),
    ],
)
def test_a_name_belongs_to_one_family(name: str, expected: str | None) -> None:
    """Branches of bots belong to none."""
    assert family(name) == expected


def test_prefixes_are_read_from_lines_about_branches(tmp_path: Path) -> None:
    """In guides for contributors; the same word elsewhere is a folder."""
    text = "Name your branch `feature/<name>` or `fix/<name>`.\n\nThe folder docs/install holds the guide.\n"
    snapshot = snapshot_of(tmp_path / "r", {"CONTRIBUTING.md": text, "README.md": "branch `topic/x`", "a.py": text})
    assert [(rule.prefix, rule.path) for rule in documented_naming(snapshot)] == [
        ("feature/", "CONTRIBUTING.md"),
        ("fix/", "CONTRIBUTING.md"),
    ]
