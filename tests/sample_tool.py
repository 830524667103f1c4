"""A tool for tests that does what its files say: BAD is a finding, CRASH brings it down, FAIL and SKIP are left out."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from criteria.errors import ToolError
from criteria.tools.tool import Examination, Hit, Purpose


class Sample:
    """As the modules in `criteria/tools`."""

    ID = "sample"
    PURPOSE = Purpose.STYLE
    LANGUAGES: tuple[str, ...] = ("Python",)
    MARKERS: tuple[str, ...] = ("noqa", "noqa for a file")
    DISTRIBUTIONS: tuple[str, ...] = ()
    PROCESSES = 2
    KNOWN_BAD = "BAD"
    KNOWN_GOOD = ""

    def __init__(self, version: str = "1", known_bad: str = "BAD", known_good: str = "") -> None:
        self._version = version
        self.KNOWN_BAD = known_bad
        self.KNOWN_GOOD = known_good
        self.calls: list[tuple[str, ...]] = []

    def version(self) -> str:
        return self._version

    def suffix(self, path: str) -> str:
        return ".py"

    def set_apart(self, path: str) -> str | None:
        return "apart" if path.startswith("apart/") else None

    def examine(self, folder: Path, names: Sequence[str], stop: Event) -> Examination:
        self.calls.append(tuple(names))
        texts = {name: (folder / name).read_text(errors="replace") for name in names}
        if any("CRASH" in text for text in texts.values()):
            raise ToolError("the tool crashed (SIGABRT)")
        failed = {name: "cannot be parsed" for name, text in texts.items() if "FAIL" in text}
        skipped = {name: "in another language" for name, text in texts.items() if "SKIP" in text and name not in failed}
        hits = (
            Hit(name, number, "BAD", "bad")
            for name, text in texts.items()
            for number, line in enumerate(text.split("\n"), 1)
            if "BAD" in line and name not in failed and name not in skipped
        )
        return Examination(tuple(hits), failed, skipped)
