"""One test as its suite reports it. Plain data: one line of JSON, and the same whatever tool ran the test."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import attrs

from workers.errors import ResultError

PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"
OUTCOMES = (PASSED, FAILED, ERROR, SKIPPED)
ID_LIMIT = 500  # characters
MESSAGE_LIMIT = 1000  # characters
MAX_RETRIES = 10
TAG_LIMIT = 100  # characters
MAX_TAGS = 20
LINE_LIMIT = 32 * 1024  # bytes of one record: all of the above at four bytes a character, and room
MAX_BLANK = 100_000  # lines: half a gigabyte of nothing else would keep a reader busy for minutes (T07)
UNNAMED = "unnamed"  # the name of a test that has none, and the tag of one that was only counted
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), 127))


@attrs.frozen
class TestCase:
    """`id` names the test wherever it stands: file or module, qualified name, parameters; never a line number.

    `ordinal` and `digest` (`sha256` of the source, 12 hex digits) tell the examples of one docstring apart.
    `message`: what a failure says of itself, its first telling lines. `file` and `line` are for showing only.
    """

    __test__ = False  # not a test class, whatever pytest thinks of its name

    id: str
    outcome: str
    duration_s: float = 0.0
    message: str = ""
    file: str | None = None
    line: int | None = None
    ordinal: int | None = None
    digest: str | None = None
    tags: tuple[str, ...] = ()
    retries: tuple[str, ...] = ()  # how it ended when it was run again

    @property
    def key(self) -> str:
        """What makes two records those of the same test: `id`, and for an example of a docstring which one it is."""
        return self.id if self.ordinal is None else f"{self.id}#{self.ordinal}@{self.digest or ''}"

    @property
    def bad(self) -> bool:
        """It failed, and it did so again each time it was run again."""
        return all(outcome in (FAILED, ERROR) for outcome in (self.outcome, *self.retries))

    @property
    def flaky(self) -> bool:
        """It ended in different ways in one and the same run."""
        return len({outcome in (FAILED, ERROR) for outcome in (self.outcome, *self.retries)}) > 1


def case(id_: str, outcome: str, **more: Any) -> TestCase:
    """A test case from hostile words: cut to size, without control characters, with a duration that is a number.

    What is made here is the same after `to_line` and `from_line`, and fits into LINE_LIMIT.
    """
    duration = more.pop("duration_s", 0.0)
    message = _clean(str(more.pop("message", "") or ""))[:MESSAGE_LIMIT]
    seconds = float(duration) if isinstance(duration, int | float) and 0 <= duration < 1e7 else 0.0
    for key in ("file", "digest"):
        more[key] = _name(more[key]) or None if more.get(key) else None
    more["tags"] = tuple(_name(str(tag))[:TAG_LIMIT].strip() for tag in more.get("tags", ())[:MAX_TAGS])
    return TestCase(_name(id_) or UNNAMED, outcome, seconds, message, **more)


def to_line(case: TestCase) -> str:
    """One line of JSON; what says nothing is left out."""
    data = {key: value for key, value in attrs.asdict(case).items() if value not in (None, "", ())}
    if not case.duration_s:
        del data["duration_s"]
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def from_line(line: bytes | str) -> TestCase:
    """Raises ResultError for what is no test case."""
    try:
        if len(line) > LINE_LIMIT:
            raise ValueError
        data = json.loads(line)
        outcome, id_ = data.pop("outcome"), data.pop("id")
        if outcome not in OUTCOMES or not isinstance(id_, str) or not id_:
            raise ValueError
        retries = tuple(data.pop("retries", ())[:MAX_RETRIES])
        if any(each not in OUTCOMES for each in retries):
            raise ValueError
        for key, kind in (("line", int), ("ordinal", int), ("file", str), ("digest", str)):
            if not isinstance(data.get(key), kind | None) or isinstance(data.get(key), bool):
                raise ValueError
        return case(id_, outcome, retries=retries, **data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ResultError("a record of a test is not in the form of Assay's JSON lines") from error


def read_lines(stream: BinaryIO) -> Iterator[TestCase]:
    """Test cases of a file in that form, one after the other; raises ResultError at the first that is none."""
    blank = 0
    while line := stream.readline(LINE_LIMIT + 1):
        if line.strip():
            yield from_line(line)
        elif (blank := blank + 1) > MAX_BLANK:
            raise ResultError(f"the records of the tests have more than {MAX_BLANK} blank lines")


def _name(text: str) -> str:
    name = _clean(text).replace("\n", " ").replace("\t", " ").strip()
    if len(name) <= ID_LIMIT:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]  # long names stay apart when only their ends differ
    return f"{name[: ID_LIMIT - 15]}...{digest}"


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode(errors="replace").translate(_CONTROL)
