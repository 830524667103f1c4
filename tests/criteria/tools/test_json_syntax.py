"""JSON by its grammar: what is an error of the file and what is beyond our limits."""

from pathlib import Path
from threading import Event

import pytest

from criteria.errors import ToolError
from criteria.tools import json_syntax
from criteria.tools.tool import Examination


def _examine(folder: Path, content: bytes) -> Examination:
    (folder / "f000000.json").write_bytes(content)
    return json_syntax.examine(folder, ["f000000.json"], Event())


@pytest.mark.parametrize("content", [b"{}", b'\xef\xbb\xbf{"a": [1, null]}', b'"text"', b"-0.5e3\n"])
def test_json_has_no_finding(tmp_path: Path, content: bytes) -> None:
    """Any JSON value is JSON, with a byte order mark too."""
    assert _examine(tmp_path, content) == Examination()


@pytest.mark.parametrize(
    ("content", "line"), [(b"", 1), (b'{\n"a": 1,\n}', 3), (b"[NaN]", None), (b'{"a": "\xff"}', None), (b"{'a': 1}", 1)]
)
def test_what_is_no_json_is_a_finding(tmp_path: Path, content: bytes, line: int | None) -> None:
    """The finding has the line where the parser knows it."""
    found = _examine(tmp_path, content)
    assert [(hit.rule, hit.line) for hit in found.hits] == [("invalid-json", line)]
    assert not found.failed


@pytest.mark.parametrize("content", [b"[" * 100_000 + b"]" * 100_000, b"1" * 5000], ids=["deep", "huge number"])
@pytest.mark.threat("T40")
def test_what_is_beyond_our_limits_is_failed(tmp_path: Path, content: bytes) -> None:
    """A23: it may well be JSON, so that it is neither a finding nor clean."""
    found = _examine(tmp_path, content)
    assert set(found.failed) == {"f000000.json"}
    assert found.hits == ()


@pytest.mark.parametrize(
    "path",
    ["tsconfig.json", "a/tsconfig.base.json", ".devcontainer/devcontainer.json", ".vscode/settings.json", "a.json5",
     "data/rows.jsonl"],
)  # fmt: skip
def test_dialects_are_set_apart(path: str) -> None:
    """Their own readers accept what RFC 8259 does not."""
    assert json_syntax.set_apart(path)


@pytest.mark.parametrize("path", ["package.json", "a/config.json", "mytsconfig.json.json", "vscode/settings.json"])
def test_plain_json_is_not_set_apart(path: str) -> None:
    """A name that only resembles a dialect is checked."""
    assert json_syntax.set_apart(path) is None


def test_it_stops_when_told(tmp_path: Path) -> None:
    """An interrupt does not wait for the rest of the files."""
    stop = Event()
    stop.set()
    with pytest.raises(ToolError, match="stopped"):
        json_syntax.examine(tmp_path, ["f000000.json"], stop)
