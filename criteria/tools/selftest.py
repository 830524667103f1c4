"""The self-test: a tool must object to the known-bad text and be silent on the known-good one (V7)."""

import tempfile
from pathlib import Path
from threading import Event

from criteria.errors import ToolError
from criteria.tools.tool import Tool

# Only success is remembered: a tool that failed once, for want of memory perhaps, is asked again.
_proven: set[tuple[str, str]] = set()


def why_unusable(tool: Tool) -> str | None:
    """None for a tool that proved itself, once per process and version; else the reason its answers do not count."""
    try:
        key = (tool.ID, tool.version())
        if key in _proven:
            return None
        problem = _try_out(tool)
    except ToolError as error:
        return f"the self-test of {tool.ID} could not run: {error}"
    if problem is None:
        _proven.add(key)
    return problem


def _try_out(tool: Tool) -> str | None:
    bad, good = (f"f00000{number}{tool.suffix('')}" for number in range(2))
    with tempfile.TemporaryDirectory(prefix="assay-selftest-") as folder:
        (Path(folder) / bad).write_text(tool.KNOWN_BAD, encoding="utf-8")
        (Path(folder) / good).write_text(tool.KNOWN_GOOD, encoding="utf-8")
        found = tool.examine(Path(folder), [bad, good], Event())
    names = [hit.name for hit in found.hits]
    if found.failed:
        return f"the self-test of {tool.ID} failed: it could not read our own sample"
    if bad not in names:
        return f"the self-test of {tool.ID} failed: it said nothing about the known-bad sample"
    if good in names:
        return f"the self-test of {tool.ID} failed: it objected to the known-good sample"
    return None
