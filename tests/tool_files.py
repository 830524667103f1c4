"""One tool over a few files under neutral names, as it is called for a batch."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event

from criteria.tools.tool import Examination, Tool


def examine(tool: Tool, folder: Path, files: Mapping[str, str | bytes]) -> Examination:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return tool.examine(folder, list(files), Event())


def rules(found: Examination) -> list[tuple[str, str, int | None]]:
    """What was found, by name of the file, rule and line."""
    return sorted((hit.name, hit.rule, hit.line) for hit in found.hits)
