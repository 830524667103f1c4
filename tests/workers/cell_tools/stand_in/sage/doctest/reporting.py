"""Says how each file ended, in Sage's words and bits."""

import sys


class DocTestReporter:
    def __init__(self, controller):
        self.controller = controller
        self.postscript = {"lines": []}
        self.error_status = 0
        self.completed = 0

    def report(self, source, timeout, return_code, results, output, pid=None):
        told = results[1]
        if timeout:
            self._end(source, "Timed out", 4)
        elif return_code:
            words = f"Bad exit: {return_code}" if return_code > 0 else f"Killed due to signal {-return_code}"
            self._end(source, words, 8 if return_code > 0 else 16)
        elif told.err is not None:
            self._end(source, f"{getattr(told.err, '__name__', told.err)} in doctesting framework", 64)
        elif told.failures:
            self._end(source, f"{told.failures} doctest{'s' * (told.failures > 1)} failed", 1)
        self.completed += 1

    def finalize(self):
        if self.completed < len(self.controller.sources):
            self.error_status |= 128
        sys.stdout.write("\n".join(self.postscript["lines"] or ["All tests passed!"]) + "\n")

    def _end(self, source, words, bit):
        self.postscript["lines"].append(f"sage -t {source.printpath}  # {words}")
        self.error_status |= bit
