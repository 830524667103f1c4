"""Laws that every analyser keeps, over the one list of them."""

from importlib import metadata
from pathlib import Path
from threading import Event

import pytest

from criteria.all_tools import TOOLS
from criteria.census.languages import BY_NAME
from criteria.errors import ToolError
from criteria.tools import process
from criteria.tools.markers import MARKERS
from criteria.tools.process import Answer
from criteria.tools.tool import Tool

IDS = [tool.ID for tool in TOOLS]
OUTSIDE = [tool for tool in TOOLS if hasattr(tool, "ask")]


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
def test_its_constants_name_what_there_is(tool: Tool) -> None:
    """A language that the census does not know would never be examined; a marker nobody knows never counted."""
    assert set(tool.LANGUAGES) <= set(BY_NAME)
    assert set(tool.MARKERS) <= set(MARKERS)
    assert all(metadata.version(name) for name in tool.DISTRIBUTIONS)
    assert tool.version()


def test_ids_are_unique() -> None:
    """Answers are kept by the id of the tool."""
    assert len(set(IDS)) == len(IDS)


def test_a_language_has_one_tool_for_each_purpose() -> None:
    """Findings of two tools about one language would be counted twice against one limit."""
    pairs = [(tool.PURPOSE, language) for tool in TOOLS for language in tool.LANGUAGES]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("tool", TOOLS, ids=IDS)
@pytest.mark.parametrize("path", [b"a\xff.x".decode("utf-8", "surrogateescape"), "a\nb", "", "/", ".", "x" * 5000])
def test_any_path_has_a_suffix_of_ours(tool: Tool, path: str) -> None:
    """A21: nothing of the name in the repository reaches a command line."""
    assert tool.suffix(path).replace("/", "").replace(".", "").replace("_", "").isalnum() or not tool.suffix(path)
    assert tool.set_apart(path) is None or isinstance(tool.set_apart(path), str)


@pytest.mark.parametrize("tool", OUTSIDE, ids=lambda tool: tool.ID)
@pytest.mark.parametrize("output", [b"\0", b"{", b"[[]]", b'{"comments": [{}], "diagnostics": [{}]}'])
def test_an_answer_of_another_shape_is_an_error(
    tool: Tool, output: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Output that cannot be read is never "nothing found"."""
    monkeypatch.setattr(tool, "ask", lambda *arguments, **more: Answer(output, output))
    name = f"f000001{tool.suffix('')}"
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(tool.KNOWN_GOOD)
    with pytest.raises(ToolError):
        tool.examine(tmp_path, [name], Event())


@pytest.mark.parametrize("tool", OUTSIDE, ids=lambda tool: tool.ID)
def test_a_tool_that_crashes_is_an_error(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V7: what ended by a signal found nothing and examined nothing."""

    def crash(*arguments: object, **more: object) -> Answer:
        raise ToolError(process._how_it_ended(-6))

    monkeypatch.setattr(tool, "ask", crash)
    name = f"f000001{tool.suffix('')}"
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(tool.KNOWN_GOOD)
    with pytest.raises(ToolError, match="crashed"):
        tool.examine(tmp_path, [name], Event())
