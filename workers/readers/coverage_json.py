"""The JSON report of coverage.py: statements per file."""

from typing import Any, BinaryIO

from workers.readers.covered_file import Coverage, Lines, Tree
from workers.readers.json_report import read_json

FORM = "coverage.py"


def read(stream: BinaryIO, tree: Tree) -> Coverage:
    """The statements that ran and that did not. Raises ResultError."""
    return read_json(stream, tree, FORM, _count)


def _count(report: Any, tree: Tree) -> Coverage:
    lines = Lines(FORM, tree)
    for name, entry in report["files"].items():
        if (path := lines.file(name)) is None:
            continue
        for key, covered in (("missing_lines", False), ("executed_lines", True)):
            for number in entry[key]:
                lines.line(path, int(number), covered)
        lines.exclude(path, len(entry["excluded_lines"]))
    return lines.coverage()
