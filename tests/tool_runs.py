"""What tools say about a small tree, as the collector asks them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from repos import snapshot_of

from criteria.all_tools import TOOLS
from criteria.cache import Cache
from criteria.facts import read_facts
from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis, analyse
from criteria.tools.tool import Purpose, Tool, ToolRun


def analyses(snapshot: Snapshot, tools: Sequence[Tool] = TOOLS, cache: Cache | None = None) -> dict[Purpose, Analysis]:
    cache = cache or Cache()
    return analyse(snapshot, read_facts(snapshot, cache), cache, tools)


def run_of(tool: Tool, language: str, snapshot: Snapshot, cache: Cache | None = None) -> ToolRun:
    """The account of one tool over one language that is present."""
    runs = analyses(snapshot, (tool,), cache)[tool.PURPOSE].runs
    return next(run for run in runs if run.language == language)


def analysis_of(
    purpose: Purpose, path: Path, files: Mapping[str, str | bytes], tools: Sequence[Tool] = TOOLS
) -> Analysis:
    return analyses(snapshot_of(path / "repository.git", files), tools)[purpose]
