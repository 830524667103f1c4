"""Rumdl: Markdown that does not come out as it was meant."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import rumdl

BAD = "# A\n\n### B\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(BAD, ("MD001", 3)), ("# A\n\n(text)[https://example.org]\n", ("MD011", 3)), ("# A\n\n[x]()\n", ("MD042", 3)),
     ("# A\n\n![](a.png)\n", ("MD045", 3)), ("# A\n\n<!-- never closed\n", ("MD086", 3))],
)  # fmt: skip
def test_what_comes_out_otherwise_is_told(tmp_path: Path, content: str, expected: tuple[str, int]) -> None:
    """With rule, line and neutral name."""
    assert rules(examine(rumdl, tmp_path, {"f000001.md": content})) == [("f000001.md", *expected)]


def test_layout_is_not_judged(tmp_path: Path) -> None:
    """Blank lines, list signs, bare addresses, HTML, long lines and repeated headings are a matter of taste."""
    code = f"Text\n# A\n* a\n- b\n<b>x</b> https://example.org\n## C\n{'word ' * 80}\n## C\n# B\n|a|\n|-|\n|b|c|"
    assert not examine(rumdl, tmp_path, {"f000001.md": code}).hits


@pytest.mark.parametrize(
    "marker",
    ["<!-- rumdl-disable -->", "<!-- markdownlint-disable MD001 -->", "<!-- markdownlint-disable-file -->",
     '<!-- rumdl-configure-file {"MD001": false} -->'],
)  # fmt: skip
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: it has no switch against them, so they lose their effect in our copy."""
    assert rules(examine(rumdl, tmp_path, {"f000001.md": f"{marker}\n\n{BAD}"})) == [("f000001.md", "MD001", 5)]


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Neither its own nor that of the tool whose rules it has."""
    (tmp_path / ".rumdl.toml").write_text('[global]\ndisable = ["all"]\nexclude = ["*"]\n')
    (tmp_path / ".markdownlint.json").write_text('{"default": false}')
    (tmp_path / ".markdownlintignore").write_text("*\n")
    (tmp_path / ".gitignore").write_text("*\n")
    assert rules(examine(rumdl, tmp_path, {"f000001.md": BAD}))
