"""The JSON report of gcovr, for C, C++ and Fortran."""

from typing import Any, BinaryIO

from workers.readers.covered_file import Coverage, Lines, Tree
from workers.readers.json_report import read_json

FORM = "gcovr"
_NO_CODE = ("gcovr/noncode", "gcovr/excluded")


def read(stream: BinaryIO, tree: Tree) -> Coverage:
    """The lines that ran and that did not. Raises ResultError."""
    return read_json(stream, tree, FORM, _count)


def _count(report: Any, tree: Tree) -> Coverage:
    lines = Lines(FORM, tree)
    for entry in report["files"]:
        if (path := lines.file(entry["file"])) is None:
            continue
        excluded = 0
        for line in entry["lines"]:
            if any(line.get(key) for key in _NO_CODE):
                excluded += bool(line.get("gcovr/excluded"))
            else:
                lines.line(path, int(line["line_number"]), int(line["count"]) > 0)
        lines.exclude(path, excluded)
    return lines.coverage()
