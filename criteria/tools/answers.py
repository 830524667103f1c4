"""What analysers say about single files, asked once per content (V7).

No file keeps the name the repository gave it, and none is read from a work tree: blobs are written under neutral names
into a folder of ours, so that no name reaches a command line and no configuration reaches a tool (T28). Every batch
carries the two samples by which a tool proves itself; without that proof nothing it says about the batch counts.
"""

import hashlib
import json
import platform
import random
import tempfile
from collections.abc import Collection, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event, Lock
from typing import Any

import attrs

from criteria.batches import Batch, Work, answers
from criteria.cache import Cache, key_of
from criteria.errors import CriteriaError, ToolError
from criteria.facts import code_digest
from criteria.redaction import redacted
from criteria.rollup import Filled, gather
from criteria.snapshot import Entry, Snapshot
from criteria.tools.selftest import why_unusable
from criteria.tools.tool import Examination, Tool

MAX_HITS = 1000  # kept of one tool and one file; all are counted
MAX_MESSAGE = 300  # characters; a message may quote a name of any length
_SPACE, _FOLDERS = "answers", "answers of folders"
_SAMPLE = 3  # remembered files about which one tool is asked again on every run

# What one tool says about one file: absent where it has no objection, else {"failed": why}, {"skipped": why} or
# {"hits": [[line, rule, message], ...], "total": n}. As JSON, since it is remembered as such.
Answer = Mapping[str, Any]
_CLEAN: Answer = {}


@attrs.frozen
class Answers:
    """By tool the answers that are not clean, by path; and why a tool could say nothing at all."""

    by_tool: Mapping[str, Mapping[str, Answer]]
    problems: Mapping[str, str]


def ask_tools(snapshot: Snapshot, asked: Sequence[tuple[Tool, frozenset[str]]], cache: Cache) -> Answers:
    """What each tool says about the files it is asked about, by path; from the cache where it is there.

    One of them is asked again about some of what is remembered; where an answer differs, all that is remembered of the
    tools is thrown away.
    """
    errand = _Errand(snapshot, cache, asked)
    salt = errand.salt()
    hits = cache.counts.hits
    values = gather(snapshot, cache, _FOLDERS, salt, errand.fill)
    if cache.counts.hits > hits and not (_well_formed(values, errand.ids) and errand.holds(values)):
        cache.distrust(_SPACE, _FOLDERS)
        values = gather(snapshot, cache, _FOLDERS, salt, errand.fill)
    by_tool: dict[str, dict[str, Answer]] = {tool.ID: {} for tool, _ in asked}
    for path in sorted(values):
        for id_, answer in values[path].items():
            by_tool[id_][path] = answer
    return Answers(by_tool, errand.problems)


def tool_digest(tool: Tool) -> str:
    """Of everything that decides what the tool answers: its files, our adapter, and Python."""
    try:
        version = tool.version()
        files = [metadata.distribution(name).read_text("RECORD") for name in tool.DISTRIBUTIONS]
    except (ToolError, metadata.PackageNotFoundError):
        return f"{tool.ID} is not there"
    text = json.dumps((tool.ID, version, files, platform.python_version(), code_digest()))
    return hashlib.sha256(text.encode()).hexdigest()


class _Errand:
    """One round to the tools about one snapshot."""

    def __init__(self, snapshot: Snapshot, cache: Cache, asked: Sequence[tuple[Tool, frozenset[str]]]) -> None:
        self._snapshot = snapshot
        self._cache = cache
        self._asked = asked
        self.ids = [tool.ID for tool, _ in asked]
        self._digests = {tool.ID: tool_digest(tool) for tool, _ in asked}
        self._lock = Lock()  # a repository is read by one thread at a time
        self.problems: dict[str, str] = {}

    def salt(self) -> str:
        """Which files a tool is asked about follows from the path and from our code, which the digests cover."""
        return hashlib.sha256(json.dumps([code_digest(), sorted(self._digests.items())]).encode()).hexdigest()

    def fill(self, entries: Sequence[Entry]) -> Filled:
        values: dict[str, dict[str, Answer]] = {}
        unsure: set[str] = set()
        found = self._known_or_asked({tool.ID: [e for e in entries if e.path in paths] for tool, paths in self._asked})
        for (tool, path), (answer, sure) in found.items():
            if answer:
                values.setdefault(path, {})[tool] = answer
            if not sure:
                unsure.add(path)
        return Filled(values, frozenset(unsure))

    def holds(self, values: Mapping[str, Mapping[str, Answer]]) -> bool:
        """Whether one tool, another each time, still says the same about some of its files."""
        tools = [(tool, paths) for tool, paths in self._asked if paths]
        if not tools:
            return set(values) == set()
        tool, paths = random.choice(tools)  # noqa: S311  (a sample)
        problems = dict(self.problems)
        entries = [self._snapshot.by_path[path] for path in random.sample(sorted(paths), min(len(paths), _SAMPLE))]
        self._cache.counts.rechecked += len(entries)
        for (_, path), (answer, sure) in self._examined({tool.ID: entries}).items():
            if sure and json.dumps(answer) != json.dumps(values.get(path, {}).get(tool.ID, _CLEAN)):
                return False
        # That the tool cannot be asked just now takes nothing from what it said; and which tool is asked is chance.
        self.problems = problems
        return True

    def _known_or_asked(self, wanted: Mapping[str, Sequence[Entry]]) -> dict[tuple[str, str], tuple[Answer, bool]]:
        keys = {(id_, entry.path): self._key(id_, entry) for id_, entries in wanted.items() for entry in entries}
        known = self._cache.get(set(keys.values()))
        result = {pair: (known[key], True) for pair, key in keys.items() if key in known}
        rest = {id_: [e for e in entries if (id_, e.path) not in result] for id_, entries in wanted.items()}
        fresh = self._examined(rest)
        self._cache.put(_SPACE, {keys[pair]: answer for pair, (answer, sure) in fresh.items() if sure})
        return {**result, **fresh}

    def _key(self, id_: str, entry: Entry) -> bytes:
        return key_of(_SPACE, self._digests[id_], self._tool(id_).suffix(entry.path), entry.id)

    def _tool(self, id_: str) -> Tool:
        return next(tool for tool, _ in self._asked if id_ == tool.ID)

    def _examined(self, wanted: Mapping[str, Sequence[Entry]]) -> dict[tuple[str, str], tuple[Answer, bool]]:
        """Asks the tools; equal contents are asked about once. The second part of a value: whether it may be kept."""
        same: dict[str, dict[bytes, list[Entry]]] = {}
        for id_, entries in wanted.items():
            for entry in entries:
                same.setdefault(id_, {}).setdefault(self._key(id_, entry), []).append(entry)
        work = {id_: self._work(self._tool(id_), groups) for id_, groups in same.items()}
        result: dict[tuple[str, str], tuple[Answer, bool]] = {}
        for attempt in answers(work):
            id_ = str(attempt.work)
            for key in attempt.batch:
                answer = attempt.answer[key] if attempt.answer is not None else {"failed": attempt.why[:MAX_MESSAGE]}
                for entry in same[id_][key]:
                    result[id_, entry.path] = (answer, attempt.answer is not None)
        return result

    def _work(self, tool: Tool, groups: Mapping[bytes, Sequence[Entry]]) -> Work:
        firsts = {key: entries[0] for key, entries in groups.items()}

        def examine(batch: Batch, stop: Event) -> dict[bytes, Answer]:
            return self._ask(tool, {key: firsts[key] for key in batch}, stop)

        sizes = {key: entry.size for key, entry in firsts.items()}
        return Work(sizes, examine, divide=tool.PROCESSES != 1, limit=tool.PROCESSES)

    def _ask(self, tool: Tool, files: Mapping[bytes, Entry], stop: Event) -> dict[bytes, Answer]:
        with tempfile.TemporaryDirectory(prefix="assay-files-") as folder:
            names = {}
            for number, (key, entry) in enumerate(files.items(), 1):
                names[key] = f"f{number:06d}{tool.suffix(entry.path)}"
                with self._lock:
                    content = self._read(entry)
                _write(Path(folder), names[key], content)
            examination = self._proven(tool, Path(folder), list(names.values()), stop)
        said = _by_name(examination)
        return {key: said.get(name, _CLEAN) for key, name in names.items()}

    def _read(self, entry: Entry) -> bytes:
        try:
            return self._snapshot.read(entry)
        except CriteriaError as error:
            raise ToolError(str(error)) from error

    def _proven(self, tool: Tool, folder: Path, names: Sequence[str], stop: Event) -> Examination:
        """The examination of a batch in which the tool proved itself on both samples."""
        bad, good = f"f000000{tool.suffix('')}", f"f999999{tool.suffix('')}"
        _write(folder, bad, tool.KNOWN_BAD.encode())
        _write(folder, good, tool.KNOWN_GOOD.encode())
        examination = tool.examine(folder, [bad, *names, good], stop)
        about = {hit.name for hit in examination.hits}
        if bad in about and good not in about and not {bad, good} & set(examination.failed):
            return examination
        problem = why_unusable(tool)
        if problem is not None:
            self.problems[tool.ID] = problem
            raise ToolError(problem, hopeless=True)
        raise ToolError("beside this file the tool did not tell our good sample from our bad one")


def _well_formed(values: Mapping[str, Any], tools: Collection[str]) -> bool:
    """Whether what is remembered has the shape of answers of these tools: what has not was never written by us."""
    return all(
        isinstance(said, dict) and said.keys() <= set(tools) and all(map(_is_answer, said.values()))
        for said in values.values()
    )


def _is_answer(data: Any) -> bool:
    if not isinstance(data, dict) or data.keys() not in ({"failed"}, {"skipped"}, {"hits", "total"}):
        return False
    hits = data.get("hits", [])
    return isinstance(hits, list) and all(isinstance(hit, list) and len(hit) == 3 for hit in hits)


def _write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


def _by_name(examination: Examination) -> dict[str, Answer]:
    hits: dict[str, list[tuple[int | None, str, str]]] = {}
    for hit in examination.hits:
        # A tool may quote the line it objects to, and the line may hold a secret (A28).
        hits.setdefault(hit.name, []).append((hit.line, hit.rule, redacted(hit.message)[:MAX_MESSAGE]))
    said: dict[str, Answer] = {}
    for name, found in hits.items():
        found.sort(key=lambda hit: (hit[0] or 0, *hit[1:]))
        said[name] = {"hits": [list(hit) for hit in found[:MAX_HITS]], "total": len(found)}
    said.update((name, {"skipped": why[:MAX_MESSAGE]}) for name, why in examination.skipped.items())
    said.update((name, {"failed": redacted(why)[:MAX_MESSAGE]}) for name, why in examination.failed.items())
    return said
