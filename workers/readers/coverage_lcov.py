"""LCOV trace files: one record per source file, also several for the same one."""

from typing import BinaryIO

from workers.errors import ResultError
from workers.readers.covered_file import Coverage, Lines, Tree
from workers.readers.lines import lines

FORM = "lcov"


def read(stream: BinaryIO, tree: Tree) -> Coverage:
    """The lines that ran and that did not. Raises ResultError."""
    found = Lines(FORM, tree)
    path: str | None = None
    begun = False
    for line in lines(stream):
        if line.startswith("SF:"):
            path, begun = found.file(line[3:].strip()), True
        elif line.startswith("DA:") and path is not None:
            number, _, rest = line[3:].partition(",")
            found.line(path, _number(number), _number(rest.partition(",")[0]) > 0)
        elif line == "end_of_record":
            path = None
    if not begun:
        raise ResultError("the coverage file is not a trace of LCOV: it names no source file")
    return found.coverage()


def _number(text: str) -> int:
    """A count, which some writers give a sign or a fraction."""
    try:
        return int(float(text[:30]))
    except (ValueError, OverflowError) as error:
        raise ResultError("the coverage file is not a trace of LCOV: a line of it has no numbers") from error
