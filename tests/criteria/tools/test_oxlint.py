"""Oxlint: what is plainly wrong in JavaScript and TypeScript."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import oxlint

BAD = "export const y = [1, , 2];\n"


@pytest.mark.parametrize("suffix", [".js", ".mjs", ".ts", ".tsx"])
def test_a_mistake_is_told(tmp_path: Path, suffix: str) -> None:
    """With rule, line and neutral name."""
    assert rules(examine(oxlint, tmp_path, {f"f000001{suffix}": BAD})) == [
        (f"f000001{suffix}", "eslint(no-sparse-arrays)", 1)
    ]


@pytest.mark.parametrize(
    "marker", ["/* eslint-disable */", "/* oxlint-disable no-sparse-arrays */", "// eslint-disable-next-line"]
)
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: it has no switch against them, so they lose their effect in our copy."""
    found = examine(oxlint, tmp_path, {"f000001.js": f"{marker}\n{BAD}"})
    assert [(rule, line) for _, rule, line in rules(found)] == [("eslint(no-sparse-arrays)", 2)]


@pytest.mark.parametrize(
    "code",
    ["export function f(a, b) { return 1 }\n", "function called_from_a_page() {}\n", "expect(x).to.be.true\n",
     "var a = 1 ;;\nif(a){ a=2 }\nexport { a }\n"],
)  # fmt: skip
def test_habits_are_left_alone(tmp_path: Path, code: str) -> None:
    """A parameter belongs to a signature, a function to a page; layout has its own tools."""
    assert not examine(oxlint, tmp_path, {"f000001.js": code}).hits


def test_what_cannot_be_parsed_is_failed(tmp_path: Path) -> None:
    """V7: a file that it cannot read is no file without findings."""
    found = examine(oxlint, tmp_path, {"f000001.ts": "let let = ;\n", "f000002.ts": BAD})
    assert set(found.failed) == {"f000001.ts"}
    assert [name for name, _, _ in rules(found)] == ["f000002.ts"]


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Neither a list of files to pass over, nor one above them."""
    folder = tmp_path / "below"
    folder.mkdir()
    (tmp_path / ".oxlintrc.json").write_text('{"rules": {"no-sparse-arrays": "off"}, "ignorePatterns": ["**"]}')
    for name in (".eslintignore", ".gitignore", ".oxlintignore"):
        (folder / name).write_text("*\n")
    assert rules(examine(oxlint, folder, {"f000001.js": BAD}))
