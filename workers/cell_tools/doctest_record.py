"""Plain Python doctests with one record per example.

    doctest-record [--junit FILE] [PATHS OR MODULES]

PATHS are .py files, text files (.txt, .rst, .md) or folders of .py files; a name that is no path is a module. Each is
run in a process of its own. Prints what Python's doctest prints of failures; the records go to
`$ASSAY_RESULTS/tests.jsonl`.
"""

from __future__ import annotations

import argparse
import doctest
import importlib
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workers.cell_tools.entries import DIRECTIVE, RESULT, RUN, START, Entry, digest_of, plan_lines, write_lines
from workers.cell_tools.part import Part
from workers.cell_tools.records import (
    ERROR,
    FAILED,
    PASSED,
    Record,
    RecordFile,
    ResultsError,
    record,
    results_folder,
    say,
    write_junit,
)

_TOOL = "doctest-record"
_TEXTS = (".txt", ".rst", ".md")
_CUT = 300  # characters of each part of a message


def main() -> None:
    parser = argparse.ArgumentParser(prog=_TOOL, description="run doctests, one record per example")
    parser.add_argument("--junit", default="", metavar="FILE", help="write JUnit XML too")
    parser.add_argument("targets", nargs="*", default=["."])
    words = parser.parse_args()
    try:
        records = RecordFile(results_folder())
        bad = sum(_target(target, records) for target in _targets(words.targets))
        records.close()
        if words.junit:
            write_junit(Path(words.junit), _TOOL, records.records())
        if not records.written:
            raise ResultsError(f"there are no doctests in {', '.join(words.targets)}")
    except ResultsError as error:
        say(_TOOL, str(error))
        sys.exit(2)
    sys.exit(1 if bad else 0)


def _targets(names: list[str]) -> Iterator[str]:
    for name in names:
        if Path(name).is_dir():
            for top, folders, files in os.walk(name):
                folders[:] = sorted(one for one in folders if not one.startswith(".") and one != "__pycache__")
                paths = (Path(top, one) for one in sorted(files) if one.endswith(".py"))
                yield from (str(path) for path in paths if b">>>" in path.read_bytes())  # others are not imported
        elif Path(name).exists() or all(part.isidentifier() for part in name.split(".")):
            yield name
        else:
            raise ResultsError(f"there is no file and no module {name}")


def _target(target: str, records: RecordFile) -> int:
    """Runs one target in a child process; returns the number of its bad records."""
    with tempfile.TemporaryFile(buffering=0) as told:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _in_child(target, records, told)
        _, status = os.waitpid(child, 0)
        part = Part().read(told.fileno())
    found = list(_records(target, part, status))
    records.write(found)
    for words in part.troubles[:3]:
        say(_TOOL, f"{target}: {words}")
    return sum(item["outcome"] in (FAILED, ERROR) for item in found)


def _records(target: str, part: Part, status: int) -> Iterator[Record]:
    ended_by = _ending(status)
    if part.dropped:
        ended_by = ended_by or f"{part.dropped} lines about its examples were torn or foreign"
    yield from part.records(target, "", ended_by)
    if ended_by:
        words = "; ".join([ended_by, *part.troubles[:1]])
        yield record(part.module or _name(target), ERROR, message=words, file=target, tags=("file",))


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"killed by signal {os.WTERMSIG(status)}"
    return f"ended with status {os.WEXITSTATUS(status)}" if os.WEXITSTATUS(status) else ""


def _in_child(target: str, records: RecordFile, told: Any) -> None:
    status = 1
    try:
        records.forget()
        sys.path.insert(0, str(Path.cwd()))
        _run(target, told.fileno())
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _run(target: str, handle: int) -> None:
    tests = [test for test in _tests(target) if test.examples]
    runner = _Runner(handle, _name(target), tests)
    for test in tests:
        runner.run(test, clear_globs=False)
    runner.flush()


def _tests(target: str) -> list[doctest.DocTest]:
    if target.endswith(_TEXTS):
        text = Path(target).read_text(encoding="utf-8")
        return [doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, "<module>", target, 0)]
    module = importlib.import_module(_name(target))
    if target.endswith(".py") and Path(module.__file__ or "").resolve() != Path(target).resolve():
        raise ImportError(f"{module.__name__} is {module.__file__}, not {target}: call it from another folder")
    return sorted(doctest.DocTestFinder(exclude_empty=True).find(module), key=lambda test: test.lineno or 0)


def _name(target: str) -> str:
    """The module's dotted name, from the folders with an `__init__.py` above it; of a text, its path."""
    path = Path(target)
    if path.suffix != ".py":
        return target
    parts = [] if path.name == "__init__.py" else [path.stem]
    folder = path.absolute().parent
    while (folder / "__init__.py").exists():
        parts.insert(0, folder.name)
        folder = folder.parent
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return ".".join(parts)


class _Runner(doctest.DocTestRunner):
    def __init__(self, handle: int, module: str, tests: list[doctest.DocTest]) -> None:
        super().__init__(verbose=False)
        self._handle = handle
        self._pid = os.getpid()
        self._indexes: dict[int, int] = {}
        self._began = 0.0
        self._last: list[list[Any]] = []
        entries = list(self._entries(module, tests))
        write_lines(handle, plan_lines(module, entries))

    def _entries(self, module: str, tests: list[doctest.DocTest]) -> Iterator[Entry]:
        ordinals: dict[str, int] = {}
        for test in tests:
            name = test.name[len(module) + 1 :] if test.name.startswith(f"{module}.") else "<module>"
            for example in test.examples:
                self._indexes[id(example)] = len(self._indexes)
                ordinals[name] = ordinals.get(name, -1) + 1
                kind = DIRECTIVE if example.options.get(doctest.SKIP) else RUN
                line = (test.lineno or 0) + example.lineno + 1
                yield Entry(name, ordinals[name], digest_of(example.source), line, kind, ())

    def flush(self) -> None:
        if os.getpid() == self._pid:
            write_lines(self._handle, self._last)
        self._last = []

    def report_start(self, out: Any, test: Any, example: Any) -> None:
        self._last.append([START, self._indexes[id(example)]])
        self.flush()
        super().report_start(out, test, example)
        self._began = time.perf_counter()

    def report_success(self, out: Any, test: Any, example: Any, got: str) -> None:
        self._ended(example, PASSED, "")
        super().report_success(out, test, example, got)

    def report_failure(self, out: Any, test: Any, example: Any, got: str) -> None:
        self._ended(example, FAILED, f"Expected:\n{example.want[:_CUT]}\nGot:\n{got[:_CUT]}")
        super().report_failure(out, test, example, got)

    def report_unexpected_exception(self, out: Any, test: Any, example: Any, exc_info: Any) -> None:
        words = traceback.format_exception_only(*exc_info[:2])[-1][:_CUT]
        self._ended(example, ERROR, f"Exception raised:\n{words}")
        super().report_unexpected_exception(out, test, example, exc_info)

    def _ended(self, example: Any, outcome: str, message: str) -> None:
        seconds = time.perf_counter() - self._began
        words = f">>> {example.source[:_CUT]}{message}" if message else ""
        index = self._indexes[id(example)]
        self._last.append([RESULT, index, outcome, seconds, words, index])


if __name__ == "__main__":
    main()
