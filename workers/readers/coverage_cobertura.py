"""Cobertura XML, as gcovr, coverage.py, covr, tarpaulin and others write it."""

from typing import BinaryIO

from workers.errors import ResultError
from workers.readers.covered_file import Coverage, Lines, Tree
from workers.readers.xml_stream import Attributes, Collector, collect

FORM = "cobertura"
MAX_SOURCES = 100
_LONG = 1000  # characters of a folder


class _Classes(Collector[None]):
    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self._sources: list[str] = []
        self._source: str | None = None  # the folder that is being read
        self._path: str | None = None
        self.begun = False

    def begin(self, name: str, attributes: Attributes) -> None:
        if not self.begun and name != "coverage":
            raise ResultError(f"the coverage file begins with <{name[:40]}>, not with <coverage>")
        self.begun = True
        if name == "source":
            self._source = ""
        elif name == "class":
            self._path = self._lines.file(attributes.get("filename", ""), self._sources)
        elif name == "line" and self._path is not None:
            number, hits = attributes.get("number", ""), attributes.get("hits", "")
            self._lines.line(self._path, int(number[:12]), int(hits[:30]) > 0)

    def text(self, content: str) -> None:
        if self._source is not None and len(self._source) < _LONG:
            self._source += content

    def finish(self, name: str) -> None:
        if name == "source" and self._source is not None:
            folder = self._source.strip().rstrip("/")
            if folder and len(self._sources) < MAX_SOURCES:
                self._sources.append(folder)
            self._source = None
        elif name == "class":
            self._path = None


def read(stream: BinaryIO, tree: Tree) -> Coverage:
    """The lines that ran and that did not. Raises ResultError."""
    lines = Lines(FORM, tree)
    classes = _Classes(lines)
    for _ in collect(stream, classes, "the coverage file", doctype=True):
        pass
    if not classes.begun:
        raise ResultError("the coverage file is empty")
    return lines.coverage()
