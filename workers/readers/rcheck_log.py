"""The output of `R CMD check`: each script of `tests` is one test, the examples of the manual are another.

What a script prints is told only when it failed, so what stands in it cannot be compared from one run to the next.
"""

import re
from collections.abc import Iterator

from workers.readers.lines import uncoloured
from workers.readers.tally import Words
from workers.readers.test_case import ERROR, FAILED, PASSED, TestCase, case

READER = "R-CMD-check"
ROOM = 10_000  # scripts
_CHECK = re.compile(r"\* checking (?P<what>tests|examples) \.\.\.(?: \[\d[^\]]{0,40}\])?(?P<end> OK| ERROR| NONE)?\Z")
_SCRIPT = re.compile(r"  Running [‘'](?P<name>[^’']{1,300})[’'](?: \[\d[^\]]{0,40}\])?(?: \.\.\.)?\Z")
_FAILED = re.compile(r"Running the tests in [‘'](?:tests/)?(?P<name>[^’']{1,300})[’'] failed\.\Z")


class RCheckLog:
    """Reads the log of `R CMD check`."""

    def __init__(self) -> None:
        self._what = ""  # the section that is open
        self._scripts: dict[str, Words | None] = {}  # a failed one has words
        self._end = ""
        self._words = Words()

    def line(self, text: str) -> Iterator[TestCase]:
        text = uncoloured(text).rstrip()
        if text.startswith("* "):
            yield from self._close()
            if match := _CHECK.match(text):
                self._what, self._end = match["what"], (match["end"] or "").strip()
        elif not self._what:
            return
        elif match := _SCRIPT.match(text):
            if len(self._scripts) < ROOM:
                self._scripts[match["name"]] = None
        elif match := _FAILED.match(text):
            self._words = Words()
            if match["name"] in self._scripts:
                self._scripts[match["name"]] = self._words
        elif text in (" OK", " ERROR"):
            self._end = text.strip()
        else:
            self._words.add(text.strip())

    def end(self) -> Iterator[TestCase]:
        yield from self._close()

    def _close(self) -> Iterator[TestCase]:
        what, end, words = self._what, self._end, self._words
        scripts, self._scripts = self._scripts, {}
        self._what, self._end, self._words = "", "", Words()
        if what == "examples" and end != "NONE":
            yield case("(examples)", PASSED if end == "OK" else ERROR, message=words.take() if end != "OK" else "")
            return
        last = next(reversed(scripts), "")
        for name, told in scripts.items():
            if told is not None:
                yield case(f"tests/{name}", FAILED, message=told.take())
            elif not end and name == last:
                yield case(f"tests/{name}", ERROR, message="it did not end")
            else:
                yield case(f"tests/{name}", PASSED)
