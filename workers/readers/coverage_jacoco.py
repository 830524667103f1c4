"""JaCoCo XML, for Java and its relatives: a file is named by its package."""

from typing import BinaryIO

from workers.errors import ResultError
from workers.readers.covered_file import Coverage, Lines, Tree
from workers.readers.xml_stream import Attributes, Collector, collect

FORM = "jacoco"


class _Files(Collector[None]):
    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self._package = ""
        self._path: str | None = None
        self.begun = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if not self.begun and name != "report":
            raise ResultError(f"the coverage file begins with <{name[:40]}>, not with <report>")
        self.begun = True
        if name == "package":
            self._package = attributes.get("name", "")
        elif name == "sourcefile":
            parts = (self._package, attributes.get("name", ""))
            self._path = self._lines.file("/".join(part for part in parts if part))
        elif name == "line" and self._path is not None and attributes.get("ci", ""):
            self._lines.line(self._path, int(attributes.get("nr", "")[:12]), int(attributes.get("ci", "")[:12]) > 0)
        elif name == "counter" and self._path is not None and attributes.get("type", "") == "LINE":
            # gcovr writes lines without counts, in this form
            sums = (int(attributes.get(key, "0")[:9]) for key in ("covered", "missed"))
            self._lines.counts(self._path, *sums)

    def finish(self, name: str) -> None:
        if name == "sourcefile":
            self._path = None


def read(stream: BinaryIO, tree: Tree) -> Coverage:
    """The lines of which an instruction ran, and the others. Raises ResultError."""
    lines = Lines(FORM, tree)
    files = _Files(lines)
    for _ in collect(stream, files, "the coverage file", doctype=True):
        pass
    if not files.begun:
        raise ResultError("the coverage file is empty")
    return lines.coverage()
