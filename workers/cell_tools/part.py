"""What a child process told of the examples of its file, read by the parent. Tests could write there: it is checked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from workers.cell_tools.entries import (
    DIRECTIVE,
    ENTRIES,
    PLAN,
    RESULT,
    SIGNALS,
    SKIP,
    START,
    TROUBLE,
    Entry,
    entry_of,
)
from workers.cell_tools.records import ERROR, FAILED, PASSED, SKIPPED, Record, record

LINE_CAP = 1 << 20  # bytes
PART_CAP = 256 << 20  # bytes of one file's lines


class Part:
    """Lines as they come; `dropped` counts those that are torn, foreign or too long."""

    def __init__(self) -> None:
        self.module = ""
        self.entries: list[Entry] = []
        self.results: dict[int, tuple[str, float, str]] = {}
        self.planned = 0
        self.started = -1
        self.dropped = 0
        self.troubles: list[str] = []

    @property
    def counts(self) -> tuple[int, int]:
        """Tests and failures in Sage's way of counting."""
        tests = sum(entry.kind not in (SKIP, SIGNALS) for entry in self.entries)
        return tests, sum(outcome in (FAILED, ERROR) for outcome, _, _ in self.results.values())

    def read(self, handle: int) -> Part:
        os.lseek(handle, 0, os.SEEK_SET)
        with os.fdopen(os.dup(handle), "rb") as stream:
            size = 0
            while line := stream.readline(LINE_CAP):
                size += len(line)
                if size > PART_CAP:
                    self.troubles.append(f"more than {PART_CAP >> 20} MB were told of one file")
                    break
                if line != b"\n":
                    self._take(line)
        if len(self.entries) != self.planned:
            self.troubles.append(f"{len(self.entries)} of {self.planned} examples were named")
        return self

    def _take(self, line: bytes) -> None:
        try:
            if not line.endswith(b"\n"):
                raise ValueError("torn")
            kind, *fields = json.loads(line)
            getattr(self, f"_{kind}")(*fields) if kind in (PLAN, ENTRIES, START, RESULT, TROUBLE) else self._drop()
        except (ValueError, TypeError, IndexError, RecursionError):
            self._drop()

    def _drop(self) -> None:
        self.dropped += 1

    def _plan(self, module: str, count: int) -> None:
        """A file begins, or begins once more with --file-iterations: the last time counts."""
        self.module, self.planned, self.entries, self.results, self.started = str(module), int(count), [], {}, -1

    def _entries(self, several: list[list[Any]]) -> None:
        entries = [entry_of(fields) for fields in several]
        if len(self.entries) + len(entries) > self.planned:
            raise ValueError("more than were planned")
        self.entries += entries

    def _start(self, index: int) -> None:
        self.started = int(index)

    def _result(self, index: int, outcome: str, seconds: float, message: str, started: int) -> None:
        if outcome not in (PASSED, FAILED, ERROR, SKIPPED) or not 0 <= index < len(self.entries):
            raise ValueError("no result of an example")
        self.results[index] = (outcome, float(seconds), str(message))
        self.started = int(started)

    def _trouble(self, words: str) -> None:
        self.troubles.append(str(words))

    def records(self, file: str, seed: str, ended_by: str) -> Iterator[Record]:
        """One per example; `ended_by` says why the file did not end well, or is empty."""
        for index, entry in enumerate(self.entries):
            result = self.results.get(index)
            if entry.kind == SIGNALS and (result is None or result[0] == PASSED):
                continue  # Sage counts it only where it fails
            outcome, seconds, message, tags = self._ending(index, entry, result, ended_by)
            yield record(
                f"{self.module}::{entry.name}",
                outcome,
                duration_s=seconds,
                message=message,
                file=file,
                line=entry.line,
                ordinal=entry.ordinal,
                digest=entry.digest,
                tags=(*tags, seed) if outcome in (FAILED, ERROR) else tags,
            )

    def _ending(
        self, index: int, entry: Entry, result: tuple[str, float, str] | None, ended_by: str
    ) -> tuple[str, float, str, tuple[str, ...]]:
        if result is not None:
            return (*result, entry.tags)
        if entry.kind == SKIP:
            return SKIPPED, 0.0, "", entry.tags
        if ended_by and index == self.started:
            return ERROR, 0.0, f"{ended_by}, while this example ran", entry.tags
        if entry.kind == DIRECTIVE and not ended_by:
            return SKIPPED, 0.0, "", (*entry.tags, "+SKIP")
        return SKIPPED, 0.0, f"not run: {ended_by or 'Sage left it out'}", (*entry.tags, "not run")
