"""How Python's doctest, and SageMath's after it, tell of an example that failed: where, its source, and why."""

import hashlib
import re
from collections.abc import Iterator

import attrs

from workers.readers.paths import inside
from workers.readers.tally import Words
from workers.readers.test_case import ERROR, FAILED, TestCase, case

ROOM = 20_000  # examples that are told apart
_SOURCE_LINES = 100
_PLACE = re.compile(r'File "(?P<file>[^"]{1,500})", line (?P<line>\d{1,7}), in (?P<name>\S{1,300})\Z')
_STARS = "*" * 60
_HEADS = ("Expected:", "Expected nothing", "Got:", "Got nothing", "Exception raised:", "Differences")


@attrs.define
class _Example:
    file: str
    line: int
    name: str
    source: list[str] = attrs.field(factory=list)
    words: Words = attrs.field(factory=Words)
    last: str = ""
    begun: bool = False  # "Failed example:" was said
    explained: bool = False
    raised: bool = False


class ExampleBlocks:
    """Reads such blocks line by line. `scope` goes before the name, e.g. the file."""

    def __init__(self) -> None:
        self.scope = ""
        self._example: _Example | None = None
        self._starred = False
        self._seen: dict[tuple[str, str], int] = {}

    def line(self, text: str) -> Iterator[TestCase]:
        starred, self._starred = self._starred, text.startswith(_STARS)
        if self._starred or (self._example is not None and text and not text.startswith(" ") and self._over(text)):
            yield from self.end()
        if starred and (match := _PLACE.match(text)):
            self._example = _Example(match["file"], int(match["line"]), match["name"])
        elif self._example is not None:
            self._hear(self._example, text)

    def end(self) -> Iterator[TestCase]:
        """The example that was told of, if it is a failure."""
        example, self._example = self._example, None
        if example is not None and example.begun:
            yield self._case(example)

    def forget(self) -> None:
        """Another file begins: equal examples are counted from the beginning."""
        self._seen.clear()

    def _over(self, text: str) -> bool:
        """Whether a line at the margin ends the block."""
        return not (text.startswith(_HEADS) or text == "Failed example:")

    def _hear(self, example: _Example, text: str) -> None:
        if text == "Failed example:":
            example.begun = True
        elif text.startswith(_HEADS):
            example.explained = True
            example.raised |= text == "Exception raised:"
            example.words.add(text)
        elif not example.explained:
            if len(example.source) < _SOURCE_LINES:
                example.source.append(text[4:][:300])
        else:
            example.words.add(text)
            example.last = text.strip() or example.last

    def _case(self, example: _Example) -> TestCase:
        digest = hashlib.sha256("\n".join(example.source).encode(errors="replace")).hexdigest()[:12]
        id_ = "::".join(part for part in (self.scope, example.name) if part)
        ordinal = self._seen.get((id_, digest), 0)
        if ordinal or len(self._seen) < ROOM:
            self._seen[(id_, digest)] = ordinal + 1
        message = example.last if example.raised else "\n".join((*example.source[:4], example.words.take()))
        return case(
            id_,
            ERROR if example.raised else FAILED,
            message=message,
            file=inside(example.file),
            line=example.line,
            ordinal=ordinal,
            digest=digest,
        )
