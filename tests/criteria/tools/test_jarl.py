"""Jarl: mistakes in R, without R."""

import json
from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import jarl

BAD = "x <- T\n"


def test_a_mistake_is_told(tmp_path: Path) -> None:
    """With rule, line and neutral name, in code and in what is written around code."""
    found = examine(jarl, tmp_path, {"f000001.R": f"y <- 1\n{BAD}", "f000002.Rmd": f"# A\n\n```{{r}}\n{BAD}```\n"})
    assert rules(found) == [("f000001.R", "true_false_symbol", 2), ("f000002.Rmd", "true_false_symbol", 4)]


@pytest.mark.parametrize(
    "marker",
    ["# nolint", "# jarl-ignore true_false_symbol: why", "# jarl-ignore-file true_false_symbol: why",
     "# jarl-ignore-start true_false_symbol: why"],
)  # fmt: skip
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: it has no switch against its own, so they lose their effect in our copy."""
    found = examine(jarl, tmp_path, {"f000001.R": f"{marker}\n{BAD}"})
    assert rules(found) == [("f000001.R", "true_false_symbol", 2)]


@pytest.mark.parametrize("code", ["f<-function( x ){x}\n", "pkg:::f()\n", "if (FALSE) f()\n", "g <- function() 1\n"])
def test_layout_and_habits_are_left_alone(tmp_path: Path, code: str) -> None:
    """And what only the rest of the package shows to be unused."""
    assert not examine(jarl, tmp_path, {"f000001.R": code}).hits


def test_what_cannot_be_parsed_is_failed(tmp_path: Path) -> None:
    """V7: the parser names the line."""
    found = examine(jarl, tmp_path, {"f000001.R": "x <- 1\nf <- function( {\n", "f000002.R": BAD})
    assert set(found.failed) == {"f000001.R"}
    assert "line 2" in found.failed["f000001.R"]
    assert rules(found) == [("f000002.R", "true_false_symbol", 1)]


@pytest.mark.threat("T28")
def test_configuration_above_the_files_is_not_read(tmp_path: Path) -> None:
    """It looks in every folder above, and finds ours first."""
    folder = tmp_path / "below"
    folder.mkdir()
    for place in (tmp_path, folder):
        (place / "jarl.toml").write_text(f"[lint]\nignore = {json.dumps(jarl.RULES.split(','))}\nexclude = ['**']\n")
    assert rules(examine(jarl, folder, {"f000001.R": BAD}))
