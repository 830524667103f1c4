"""One record per test, a line of JSON each, in the form of `workers.readers.test_case`. Runs inside a cell."""

from __future__ import annotations

import html
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PASSED, FAILED, ERROR, SKIPPED = "passed", "failed", "error", "skipped"
MESSAGE_LIMIT = 1000  # characters, as the reader cuts them
NAME_LIMIT = 1000  # characters
TAG_LIMIT, TAGS_KEPT = 100, 20
_NO_TEXT = dict.fromkeys((*range(9), *range(11, 32), 127), " ")
_NOT_A_NAME = {**_NO_TEXT, 9: " ", 10: " "}

Record = dict[str, Any]


def record(id_: str, outcome: str, **more: Any) -> Record:
    """A record; what says nothing is left out. `more`: duration_s, message, file, line, ordinal, digest, tags."""
    data: Record = {"id": plain(id_, _NOT_A_NAME)[:NAME_LIMIT], "outcome": outcome}
    if more.get("duration_s"):
        data["duration_s"] = round(max(0.0, float(more["duration_s"])), 6)
    if more.get("message"):
        data["message"] = plain(str(more["message"]), _NO_TEXT)[:MESSAGE_LIMIT]
    if more.get("file"):
        data["file"] = plain(str(more["file"]), _NOT_A_NAME)[:NAME_LIMIT]
    data.update((key, more[key]) for key in ("line", "ordinal", "digest") if more.get(key) is not None)
    tags = [plain(str(tag), _NOT_A_NAME)[:TAG_LIMIT] for tag in more.get("tags", ()) if tag][:TAGS_KEPT]
    if tags:
        data["tags"] = tags
    return data


def plain(text: str, without: dict[int, str]) -> str:
    """Text that any reader can take: no lone surrogates and no control characters."""
    if text.isascii() and text.isprintable():
        return text
    return text.encode(errors="replace").decode(errors="replace").translate(without)


class ResultsError(Exception):
    """The folder for results cannot be used; the message says what to do."""


def results_folder() -> Path:
    folder = os.environ.get("ASSAY_RESULTS", "")
    if not folder:
        raise ResultsError("ASSAY_RESULTS is not set: name the folder for the records in it")
    path = Path(folder).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultsError(f"the folder {path} of ASSAY_RESULTS cannot be made: {error.strerror}") from error
    return path


class RecordFile:
    """`tests.jsonl` in the folder of results, which the tested code can write to as well.

    What counts is a spool without a name. The file shows the records so far, so that something is left when the cell
    is ended; at the end it is made anew from the spool. Records of earlier commands of the same cell stay in front.
    """

    def __init__(self, folder: Path, name: str = "tests.jsonl") -> None:
        self._path = folder / name
        self._pid = os.getpid()
        self._spool = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it lives as long as we do
        self.written = 0
        self._copy_earlier()
        self._begin = self._spool.seek(0, os.SEEK_END)

    def write(self, records: Iterable[Record]) -> None:
        lines = [json.dumps(item, separators=(",", ":")).encode() + b"\n" for item in records]
        data = b"".join(lines)
        _write_all(self._spool.fileno(), data)
        self.written += len(lines)
        self._show(data)

    def records(self) -> Iterator[Record]:
        """What was written by this program."""
        self._spool.seek(self._begin)
        with os.fdopen(os.dup(self._spool.fileno()), "rb") as stream:
            for line in stream:
                yield json.loads(line)

    def forget(self) -> None:
        """In a child process: its tests shall not find the spool."""
        self._spool.close()

    def close(self) -> None:
        """Raises ResultsError when the file cannot be written."""
        if os.getpid() != self._pid:
            return
        self._spool.seek(0)
        replace_file(self._path, self._spool)

    def _copy_earlier(self) -> None:
        try:
            with open_regular(self._path, os.O_RDONLY) as earlier:
                shutil.copyfileobj(earlier, self._spool, 1 << 20)
        except OSError:
            return
        end = self._spool.seek(0, os.SEEK_END)
        if end and os.pread(self._spool.fileno(), 1, end - 1) != b"\n":
            _write_all(self._spool.fileno(), b"\n")  # an earlier command was killed while it wrote

    def _show(self, data: bytes) -> None:
        try:
            with open_regular(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT) as shown:
                _write_all(shown.fileno(), data)
        except OSError:
            return  # it is made anew at the end


def replace_file(path: Path, content: Any) -> None:
    """The file is `content`, a binary stream, or what it was before; raises ResultsError."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(content, target, 1 << 20)
            os.fchmod(target.fileno(), 0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink()
        raise ResultsError(f"{path} cannot be written: {error.strerror}") from error


def open_regular(path: Path, flags: int) -> Any:
    """A file that is one: no link is followed and no pipe is waited for. Raises OSError."""
    handle = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"{path} is no regular file")
    return os.fdopen(handle, "rb" if flags == os.O_RDONLY else "wb", buffering=0)


def write_junit(path: Path, suite: str, records: Iterable[Record]) -> None:
    """The same records as JUnit XML. Raises ResultsError."""
    counts = dict.fromkeys((PASSED, FAILED, ERROR, SKIPPED), 0)
    with tempfile.TemporaryFile() as body, tempfile.TemporaryFile() as whole:
        for item in records:
            counts[item["outcome"]] += 1
            body.write(_testcase(item).encode())
        numbers = f'failures="{counts[FAILED]}" errors="{counts[ERROR]}" skipped="{counts[SKIPPED]}"'
        head = f'<testsuites><testsuite name="{_xml(suite)}" tests="{sum(counts.values())}" {numbers}>\n'
        whole.write(b'<?xml version="1.0" encoding="utf-8"?>\n' + head.encode())
        body.seek(0)
        shutil.copyfileobj(body, whole)
        whole.write(b"</testsuite></testsuites>\n")
        whole.seek(0)
        replace_file(path, whole)


def _testcase(item: Record) -> str:
    module, _, name = item["id"].partition("::")
    name = f"{name}[{item['ordinal']}]" if "ordinal" in item else name or module
    seconds = item.get("duration_s", 0)
    head = f'<testcase classname="{_xml(module)}" name="{_xml(name)}" time="{seconds}"'
    if item["outcome"] == PASSED:
        return head + "/>\n"
    kind = {FAILED: "failure", ERROR: "error", SKIPPED: "skipped"}[item["outcome"]]
    message = item.get("message") or ", ".join(item.get("tags", ()))
    inside = "" if kind == "skipped" else _xml(message)
    return f'{head}><{kind} message="{_xml(message.partition(chr(10))[0])}">{inside}</{kind}></testcase>\n'


def _xml(text: str) -> str:
    return html.escape(text).translate({0xFFFE: "?", 0xFFFF: "?"})


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def say(tool: str, sentence: str) -> None:
    sys.stderr.write(f"{tool}: {sentence}\n")
    sys.stderr.flush()
