"""TOML by its grammar: what is an error of the file and what is beyond our limits."""

from pathlib import Path

import pytest
from tool_files import examine

from criteria.errors import ToolError
from criteria.tools import toml_syntax
from criteria.tools.tool import Examination


@pytest.mark.parametrize("content", ["", "a = 1\n", '[a.b]\nc = [1, "x", 1979-05-27]\n', "\r\na = 1\r\n"])
def test_toml_has_no_finding(tmp_path: Path, content: str) -> None:
    """An empty file is TOML as well."""
    assert examine(toml_syntax, tmp_path, {"f000001.toml": content}) == Examination()


@pytest.mark.parametrize(("content", "line"), [("a = 1\nb = x\n", 2), ("a = 1\na = 2\n", 2), (b'a = "\xff"\n', None)])
def test_what_is_no_toml_is_a_finding(tmp_path: Path, content: str | bytes, line: int | None) -> None:
    """The finding has the line where the parser knows it."""
    found = examine(toml_syntax, tmp_path, {"f000001.toml": content, "f000002.toml": "a = 1\n"})
    assert [(hit.name, hit.rule, hit.line) for hit in found.hits] == [("f000001.toml", "invalid-toml", line)]


@pytest.mark.threat("T40")
def test_what_is_beyond_our_limits_is_failed(tmp_path: Path) -> None:
    """A23: it may well be TOML, so that it is neither a finding nor clean."""
    found = examine(toml_syntax, tmp_path, {"f000001.toml": "a = " + "[" * 100_000 + "]" * 100_000})
    assert set(found.failed) == {"f000001.toml"}
    assert found.hits == ()


@pytest.mark.threat("T40")
def test_a_key_that_takes_the_library_for_ever_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A23: a key of a million parts takes it quadratic time, in a process that can be ended."""
    monkeypatch.setattr(toml_syntax, "_SECONDS", 0.5)
    with pytest.raises(ToolError, match="took too long"):
        examine(toml_syntax, tmp_path, {"f000001.toml": "a" + ".a" * 2_000_000 + " = 1\n"})
