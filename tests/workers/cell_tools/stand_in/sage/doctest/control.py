"""Puts files, runner and reporter together."""

from pathlib import Path

from sage.doctest.forker import dispatch
from sage.doctest.reporting import DocTestReporter
from sage.doctest.sources import FileDocTestSource


def skipfile(filename, tested_optional_tags=False):
    return Path(filename).read_text().startswith("# nodoctest")


class DocTestController:
    def __init__(self, options, files):
        self.options = options
        self.files = files

    def run(self):
        self.sources = [FileDocTestSource(path, self.options) for path in self.files if not skipfile(path)]
        self.reporter = DocTestReporter(self)
        for _ in range(self.options.global_iterations):
            self.reporter.completed = 0
            dispatch(self)
            self.reporter.finalize()
        return self.reporter.error_status
