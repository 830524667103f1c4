"""ShellCheck: what it is sure of, in the shells it reads."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import shellcheck

BAD = "#!/bin/sh\nls $*\n"


def test_a_warning_is_told(tmp_path: Path) -> None:
    """With rule, line and neutral name."""
    assert rules(examine(shellcheck, tmp_path, {"f000001": BAD})) == [("f000001", "SC2048", 2)]


@pytest.mark.parametrize(
    "marker",
    ["# shellcheck disable=SC2048", "#shellcheck disable=all", "#\tshellcheck  shell=sh disable=SC2048",
     f"# shellcheck source=/{'x' * 5000} disable=all"],
)  # fmt: skip
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: it has no switch against them, so they lose their effect in our copy."""
    code = BAD.replace("ls", f"{marker}\nls")
    assert rules(examine(shellcheck, tmp_path, {"f000001": code})) == [("f000001", "SC2048", 3)]


@pytest.mark.parametrize("line", ["cd /x", "echo $UNKNOWN", "unused=1", ". ./other.sh", "cc $(pkg-config --libs x)"])
def test_habits_and_what_cannot_be_known_are_left_alone(tmp_path: Path, line: str) -> None:
    """A sourced file has no first line, and its names may be set elsewhere."""
    assert not examine(shellcheck, tmp_path, {"f000001": f"{line}\n"}).hits


def test_what_cannot_be_parsed_is_failed(tmp_path: Path) -> None:
    """V7: it reads no further than the error."""
    found = examine(shellcheck, tmp_path, {"f000001": "#!/bin/sh\nif then\nls $*\n", "f000002": BAD})
    assert set(found.failed) == {"f000001"}
    assert "line 2" in found.failed["f000001"]
    assert rules(found) == [("f000002", "SC2048", 2)]


@pytest.mark.parametrize("first", ["#!/bin/zsh", "#!/usr/bin/env fish", "#!/bin/csh -f"])
def test_another_shell_is_skipped(tmp_path: Path, first: str) -> None:
    """It has no say there, which is no failure of the script."""
    found = examine(shellcheck, tmp_path, {"f000001": f"{first}\nls $*\n"})
    assert set(found.skipped) == {"f000001"}
    assert (found.hits, found.failed) == ((), {})


def test_other_shells_are_set_apart_by_their_suffix(monkeypatch: pytest.MonkeyPatch) -> None:
    """And everything is, with the name of the package, where there is no ShellCheck."""
    assert shellcheck.set_apart("a/b.fish")
    assert shellcheck.set_apart("a/b.sh") is None
    monkeypatch.setattr(shellcheck, "_program", lambda: None)
    assert shellcheck.set_apart("a/b.sh") == "shellcheck is not installed (Debian: shellcheck)"


@pytest.mark.threat("T28")
def test_nothing_beside_the_files_is_read(tmp_path: Path) -> None:
    """Neither its configuration nor a file that the script sources."""
    (tmp_path / ".shellcheckrc").write_text("disable=all\nexternal-sources=true\n")
    (tmp_path / "other").write_text("if then\n")
    found = examine(shellcheck, tmp_path, {"f000001": f"{BAD}. ./other\n"})
    assert rules(found) == [("f000001", "SC2048", 2)]
    assert not found.failed
