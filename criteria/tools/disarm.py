"""Takes their effect from the comments with which a file silences a tool that knows no switch against them (A13).

It happens in our own copy of the file, and nothing moves: every replacement is as long as what it replaces, so that
lines and columns stay true. The comments are counted in the file as it is (`criteria.tools.markers`).
"""

import re
from collections.abc import Sequence
from pathlib import Path

from criteria.errors import ToolError


def disarm(folder: Path, names: Sequence[str], comment: re.Pattern[bytes], harmless: bytes) -> None:
    """Writes `harmless` over group 1 of each match of `comment` in these files."""
    for name in names:
        content = (folder / name).read_bytes()
        changed = comment.sub(lambda match: _replaced(match, harmless), content)
        if changed != content:
            (folder / name).write_bytes(changed)


def _replaced(match: re.Match[bytes], harmless: bytes) -> bytes:
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    if end - start != len(harmless):
        raise ToolError("a comment would be replaced by one of another length")
    return match[0][:start] + harmless + match[0][end:]
