"""The tests of one cell: read from reports and logs while it runs, kept as compressed JSON lines outside of it.

A report counts before a log. Each command is counted once: by the reports it left under the usual names, else by its
log. Reports that the recipe names count for all commands that left none of their own.
"""

import gzip
import hashlib
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import attrs

from workers.errors import ResultError
from workers.log import CappedLog
from workers.readers.reader import FileReader, LogReader
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, from_line, to_line

MAX_TESTS = 1_000_000
MAX_BYTES = 512 * 2**20  # of all records, before they are compressed
MAX_BAD = 20_000  # tests whose further attempts are told apart
MAX_PROBLEMS = 20
# Lines of one log that are looked at, its last ones among them: a flood would keep the readers busy (T04).
MAX_LINES, LAST_LINES = 1_000_000, 20_000


@attrs.frozen
class Counts:
    """Tests by how they ended."""

    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.errors + self.skipped


LOG_OF_REPORTS = "log:pytest"  # the log of the runner that writes reports under the usual names
_BEGINS = re.compile(r"=+ test session starts =+\Z")
_FIELD = {PASSED: "passed", FAILED: "failed", ERROR: "errors", SKIPPED: "skipped"}


class Spool:
    """Test cases on disk, one compressed line each, counted while they are written."""

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        self.source = source
        self.left_out = 0
        self._counts = dict.fromkeys(_FIELD.values(), 0)
        self._bytes = 0
        self._file: gzip.GzipFile | None = None

    @property
    def counts(self) -> Counts:
        return Counts(**self._counts)

    def add(self, cases: Iterable[TestCase]) -> None:
        for case in cases:
            line = to_line(case).encode() + b"\n"
            if self.counts.total >= MAX_TESTS or self._bytes + len(line) > MAX_BYTES:
                self.left_out += 1
                continue
            if self._file is None:
                self._file = gzip.GzipFile(self.path, "wb", compresslevel=3, mtime=0)
            self._file.write(line)
            self._bytes += len(line)
            self._counts[_FIELD[case.outcome]] += 1

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def __iter__(self) -> Iterator[TestCase]:
        self.close()
        if self.counts.total:
            yield from cases_in(self.path)


def cases_in(path: Path) -> Iterator[TestCase]:
    """The test cases of a file that a Spool wrote; raises ResultError for a file that is none, or too large (T07)."""
    size = 0
    try:
        with gzip.open(path, "rb") as file:
            for number, line in enumerate(_lines(file)):
                size += len(line)
                if number >= MAX_TESTS or size > MAX_BYTES:
                    raise ResultError(f"the records of the tests are more than {MAX_TESTS}, or {MAX_BYTES} bytes")
                yield from_line(line)
    except (OSError, EOFError, zlib.error) as error:
        raise ResultError(f"the records of the tests cannot be read: {error}") from error


def _lines(file: gzip.GzipFile) -> Iterator[bytes]:
    while line := file.readline(2**16):
        yield line


class WatchedLog(CappedLog):
    """A log whose complete lines are shown to somebody as they come."""

    def __init__(self, limit: int, watch: Callable[[str], None]) -> None:
        super().__init__(limit)
        self._watch = watch

    def write(self, chunk: bytes) -> list[str]:
        lines = super().write(chunk)
        for line in lines:
            self._watch(line)
        return lines

    def close(self) -> None:
        if (line := self.end()) is not None:
            self._watch(line)


@attrs.define
class _Attempt:
    """What one run of all test commands left."""

    logs: dict[int, list[Spool]] = attrs.field(factory=dict)  # by the number of the command
    own: dict[int, list[Spool]] = attrs.field(factory=dict)  # reports under the usual names
    named: list[Spool] = attrs.field(factory=list)  # reports that the recipe names
    sessions: set[int] = attrs.field(factory=set)  # commands whose log says that pytest began
    confirmed: set[int] = attrs.field(factory=set)  # commands whose log tells what their reports tell


class Records:
    """Collects the tests of a cell, attempt by attempt. Files of its own live in `folder`."""

    def __init__(self, folder: Path, logs: Mapping[str, Callable[[], LogReader]]) -> None:
        self._folder = folder
        self._logs = logs
        self._attempts: list[_Attempt] = []
        self._readers: dict[str, tuple[LogReader, Spool]] = {}
        self._number = 0
        self._seen = 0  # lines of the log
        self._last: deque[str] = deque(maxlen=LAST_LINES)  # of those beyond what is looked at
        self._spools = 0
        self._reports = 0
        self.problems: list[str] = []

    def begin_attempt(self) -> None:
        self._attempts.append(_Attempt())

    def begin_command(self, number: int) -> None:
        self._number = number
        self._readers = {name: (make(), self._spool(f"log:{name}")) for name, make in self._logs.items()}
        self._seen = 0
        self._last.clear()

    def line(self, text: str) -> None:
        """A line of the log of the command that runs now."""
        self._seen += 1
        if self._seen <= MAX_LINES:
            self._read(text)
        else:
            self._last.append(text)

    def _read(self, text: str) -> None:
        if text.startswith("=") and _BEGINS.match(text[:300].rstrip()):
            self._attempts[-1].sessions.add(self._number)
        for name, (reader, spool) in list(self._readers.items()):
            try:
                spool.add(reader.line(text))
            except Exception as error:  # a reader that stumbles over hostile words must not end the cell
                self._problem(f"the reader of {name} logs stopped: {type(error).__name__}")
                del self._readers[name]

    def end_command(self) -> None:
        if left_out := max(0, self._seen - MAX_LINES - LAST_LINES):
            self._problem(f"lines in the middle of a log that were not looked at for tests: {left_out}")
        for text in self._last:
            self._read(text)
        self._last.clear()
        spools = []
        for name, (reader, spool) in self._readers.items():
            try:
                spool.add(reader.end())
            except Exception as error:  # as above
                self._problem(f"the reader of {name} logs stopped: {type(error).__name__}")
                continue
            spool.close()
            if spool.counts.total:
                spools.append(spool)
        self._readers = {}
        self._attempts[-1].logs[self._number] = spools

    def add_report(self, place: str, read: FileReader, stream: BinaryIO, command: int | None) -> None:
        """A report file; `command` is the one whose it is by its name, None for one that the recipe names."""
        spool = self._spool(place)
        try:
            spool.add(read(stream))
        except ResultError as error:
            self._problem(f"{place}: {error}")
            if not spool.counts.total:
                return
        except Exception as error:  # a report is hostile too
            self._problem(f"{place}: its reader stopped: {type(error).__name__}")
            return
        spool.close()
        self._reports += 1
        if command is None:
            self._attempts[-1].named.append(spool)
        else:
            self._attempts[-1].own.setdefault(command, []).append(spool)

    def bad_in_last_attempt(self) -> bool:
        counts = [spool.counts for spool in self._chosen(self._attempts[-1])]
        return any(each.failed or each.errors for each in counts)

    def write(self, target: Path) -> "TestsSummary":
        """The tests of the cell: those of the first attempt, each with what became of it when it was run again."""
        first, *others = self._attempts or [_Attempt()]
        later = self._later(first, others)
        chosen = self._chosen(first)
        confirmed = (LOG_OF_REPORTS,) if first.confirmed and first.confirmed >= first.own.keys() else ()
        out = Spool(target, "")
        for spool in chosen:
            out.add(attrs.evolve(case, retries=tuple(later.get(case.key, ()))) if later else case for case in spool)
        out.close()
        if not out.counts.total:
            target.write_bytes(gzip.compress(b"", mtime=0))
        left_out = out.left_out + sum(spool.left_out for spool in chosen)
        if left_out:
            self._problem(f"{left_out} tests beyond the {out.counts.total} that are kept were left out")
        return TestsSummary(
            counts=out.counts,
            sources=tuple(dict.fromkeys((*(spool.source for spool in chosen), *confirmed))),
            reports=self._reports,
            attempts=len(self._attempts),
            problems=tuple(self.problems[:MAX_PROBLEMS]),
            sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
        )

    def _later(self, first: _Attempt, others: list[_Attempt]) -> dict[str, list[str]]:
        """How tests ended in further attempts that were bad in any of them, the first included."""
        if not others:
            return {}
        wanted = {case.key for each in (first, *others) for spool in self._chosen(each) for case in spool if case.bad}
        if len(wanted) > MAX_BAD:
            self._problem(f"{len(wanted)} tests failed; further attempts are not told apart beyond {MAX_BAD}")
            return {}
        ends: dict[str, list[str]] = {}
        for attempt in others:
            for spool in self._chosen(attempt):
                for case in spool:
                    if case.key in wanted:
                        ends.setdefault(case.key, []).append(case.outcome)
        return ends

    def _chosen(self, attempt: _Attempt) -> list[Spool]:
        chosen = [spool for spools in attempt.own.values() for spool in spools if spool.counts.total]
        named = [spool for spool in attempt.named if spool.counts.total]
        for number, spools in attempt.logs.items():
            reported = [spool for spool in attempt.own.get(number, []) if spool.counts.total]
            if reported:
                if self._confirmed(reported, spools, number in attempt.sessions):
                    attempt.confirmed.add(number)
            elif not named and spools:
                chosen.append(spools[0])  # the readers stand in the order of their precision
        return chosen + named

    def _confirmed(self, reported: list[Spool], logs: list[Spool], began: bool) -> bool:
        """Whether the log of the runner that writes reports confirms them.

        Where the two do not agree, one of them was tampered with (T19). A log may tell of more tests than a report,
        for a runner that is called twice writes its report anew; it never tells of fewer.
        """
        log = next((log for log in logs if log.source == LOG_OF_REPORTS), None)
        own = [spool for spool in reported if "/junit" in spool.source] or reported
        told = sum_of(spool.counts for spool in own)
        if log is None:
            if began and told.total:
                self._problem(f"pytest began and its log has no end, but there is a report of {told.total} tests")
            return False
        printed = log.counts
        if (told.failed + told.errors) != (printed.failed + printed.errors):
            self._problem(
                f"the report tells of {told.failed + told.errors} failures, the log of the same command of"
                f" {printed.failed + printed.errors}"
            )
        elif told.passed > printed.passed > 0:  # none: the log has no totals, as with `-qq`
            self._problem(
                f"the report tells of {told.passed} tests that passed, the log of the same command of {printed.passed}"
            )
        return printed.passed > 0 or not told.passed

    def _spool(self, source: str) -> Spool:
        self._spools += 1
        return Spool(self._folder / f"tests-{self._spools}.gz", source)

    def _problem(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)

    def remove(self) -> None:
        """End of use: the files of its own go."""
        for number in range(1, self._spools + 1):
            with suppress(OSError):
                (self._folder / f"tests-{number}.gz").unlink(missing_ok=True)


@attrs.frozen
class TestsSummary:
    """What `Records.write` wrote: counts of the first attempt, where they come from, and what did not fit."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    counts: Counts = attrs.field(factory=Counts)
    sources: tuple[str, ...] = ()
    reports: int = 0  # report files that could be read, those that tell of no test included
    attempts: int = 0
    problems: tuple[str, ...] = ()
    sha256: str = ""


def sum_of(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        total = Counts(*(a + b for a, b in zip(attrs.astuple(total), attrs.astuple(each), strict=True)))
    return total
