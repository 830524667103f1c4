"""What the terminal shows, as a file: no colour, 100 columns."""

import io
from typing import Any

from rich.console import Console

from reports.terminal import print_report

MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = ".txt"

_WIDTH = 100


def render(document: dict[str, Any]) -> bytes:
    """The same on every machine: neither environment nor terminal is asked."""
    file = io.StringIO()
    console = Console(file=file, width=_WIDTH, color_system=None, force_terminal=False, _environ={})
    print_report(document, console)
    lines = (line.rstrip() for line in file.getvalue().splitlines())
    return ("\n".join(lines) + "\n").encode()
