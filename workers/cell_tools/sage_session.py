"""One run of Sage's test runner with listeners on it: what its parent process does for the records."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable
from types import TracebackType
from typing import Any

from workers.cell_tools.part import Part
from workers.cell_tools.records import ERROR, SKIPPED, Record, RecordFile, record
from workers.cell_tools.sage_examples import ExampleFinder, after, module_of
from workers.cell_tools.sage_recorder import Recorder

_ONLY_FAILURES = re.compile(r"\d+ doctests? failed(?: \[failed in baseline.*)?")
_BAD_FIRST = {"error": 0, "failed": 1, "passed": 2, "skipped": 3}
_DOCUMENTS = (".py", ".pyx", ".pxd", ".pxi", ".sage", ".spyx", ".rst", ".tex")


class Session:
    """`attach` it to the modules of `sage.doctest`, run Sage, then `close` it."""

    def __init__(self, records: RecordFile) -> None:
        self._records = records
        self._pid = os.getpid()
        self._parts: dict[int, Any] = {}  # id of a source -> the file without a name that its child writes to
        self._read: dict[int, Part] = {}
        self._reported: set[int] = set()
        self._part: Any = None
        self._recorder: Recorder | None = None
        self._reporter: Any = None
        self._repeated: dict[tuple[Any, ...], Record] = {}
        self.totals = {"files": 0, "tests": 0, "failures": 0, "dropped_lines": 0}
        self.troubles: list[str] = []

    def attach(self, control: Any, forker: Any, reporting: Any, parsing: Any, external: Any, sources: Any) -> None:
        self._modules = (parsing, external, sources)
        _listen(forker.DocTestWorker, "__init__", self._worker)
        _listen(forker.DocTestWorker, "save_result_output", lambda worker: self._collect(worker.source))
        _listen(forker.DocTestTask, "__init__", self._task)
        _listen(forker.SageDocTestRunner, "__init__", self._runner)
        _listen(reporting.DocTestReporter, "__init__", self._new_reporter)
        reporting.DocTestReporter.report = self._around_report(reporting.DocTestReporter.report)
        _listen(reporting.DocTestReporter, "finalize", self._finalized)
        control.skipfile = self._around_skipfile(control.skipfile)

    @property
    def seed(self) -> Any:
        return None if self._reporter is None else self._reporter.controller.options.random_seed

    def close(self) -> None:
        """Raises ResultsError when the records cannot be written."""
        if self._repeated:
            self._records.write(self._repeated.values())
        self._records.close()

    def _ours(self) -> bool:
        """False in a child, and for the runners that tests of Sage's own runner make."""
        return os.getpid() == self._pid and self._recorder is None

    def _new_reporter(self, reporter: Any, *_: Any) -> None:
        if self._reporter is None and self._ours():
            self._reporter = reporter

    def _worker(self, _worker: Any, source: Any, *_: Any, **__: Any) -> None:
        if self._ours():
            self._parts[id(source)] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when it was read

    def _task(self, _task: Any, source: Any) -> None:
        if self._recorder is not None or self._reporter is None:
            return
        if os.getpid() == self._pid:  # --serial: the tests run in this very process
            self._parts[id(source)] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
            self._part = self._parts[id(source)]
            return
        self._part = self._parts.pop(id(source), None)
        self._records.forget()
        for other in self._parts.values():
            other.close()

    def _runner(self, runner: Any, *_: Any, **__: Any) -> None:
        if self._part is not None and self._recorder is None:
            parsing, external, _sources = self._modules
            self._recorder = Recorder(self._part.fileno(), runner, ExampleFinder(parsing, external))

    def _collect(self, source: Any) -> Part:
        part = self._parts.pop(id(source), None)
        if part is not None:
            self._read[id(source)] = Part().read(part.fileno())
            part.close()
        return self._read.get(id(source)) or Part()

    def _around_report(self, plain_report: Callable[..., Any]) -> Callable[..., Any]:
        def report(reporter: Any, source: Any, timeout: Any, code: Any, results: Any, output: Any, **more: Any) -> Any:
            before = len(reporter.postscript["lines"])
            answer = plain_report(reporter, source, timeout, code, results, output, **more)
            if os.getpid() == self._pid and reporter is self._reporter and id(source) in {**self._parts, **self._read}:
                said = [str(line).rpartition("  # ")[2] for line in reporter.postscript["lines"][before:]]
                self._file_ended(source, results, [words for words in said if not _ONLY_FAILURES.fullmatch(words)])
            return answer

        return report

    def _file_ended(self, source: Any, results: Any, said: list[str]) -> None:
        if self._recorder is not None:
            self._recorder.stop()
            self._recorder, self._part = None, None
        try:
            part = self._collect(source)
            said += [] if said else _disagreement(part, results)
            self._keep(source, part, "; ".join(said))
        except Exception as error:
            self.troubles.append(f"{source.printpath}: {type(error).__name__}: {error}")

    def _finalized(self, reporter: Any) -> None:
        """Each round ends here, also when it was interrupted."""
        if os.getpid() != self._pid or reporter is not self._reporter:
            return
        for source in reporter.controller.sources:
            if id(source) not in self._reported:
                self._file_ended(source, (0, None), ["Interrupted before this file had ended"])
        self._reported, self._read = set(), {}

    def _keep(self, source: Any, part: Part, ended_by: str) -> None:
        seed = f"seed={self.seed}"
        found = list(part.records(source.printpath, seed, ended_by))
        if ended_by:
            name = module_of(source.basename, source.path)
            found.append(record(name, ERROR, message=ended_by, file=source.printpath, tags=("file", seed)))
        self._reported.add(id(source))
        self._read.pop(id(source), None)
        tests, failures = part.counts
        self.totals["files"] += 1
        self.totals["tests"] += tests
        self.totals["failures"] += failures
        self.totals["dropped_lines"] += part.dropped
        self.troubles += [f"{source.printpath}: {words}" for words in part.troubles[:3]]
        if self._reporter.controller.options.global_iterations > 1:
            self._merge(found)
        else:
            self._records.write(found)

    def _merge(self, found: list[Record]) -> None:
        """With --global-iterations the worst ending of an example counts."""
        for item in found:
            key = (item["id"], item.get("ordinal"), item.get("digest"))
            known = self._repeated.get(key)
            if known is None or _BAD_FIRST[item["outcome"]] < _BAD_FIRST[known["outcome"]]:
                self._repeated[key] = item

    def _around_skipfile(self, plain_skipfile: Callable[..., Any]) -> Callable[..., Any]:
        def skipfile(filename: str, *args: Any, **kwargs: Any) -> Any:
            why = plain_skipfile(filename, *args, **kwargs)
            if why and self._ours() and filename.endswith(_DOCUMENTS):
                name = module_of(self._modules[2].get_basename(filename), filename)
                words = f"the file is marked '{why}'" if isinstance(why, str) else "the file is not to be tested"
                self._records.write([record(name, SKIPPED, message=words, file=filename, tags=("file",))])
            return why

        return skipfile


def _listen(kind: Any, name: str, tell: Callable[..., object]) -> None:
    setattr(kind, name, after(getattr(kind, name), tell))


def _disagreement(part: Part, results: Any) -> list[str]:
    tests, told = results
    if getattr(told, "err", None) not in (None, "tab", "line_number"):
        return []
    sages = (tests, told.failures)
    if sages == part.counts:
        return []
    return [f"Sage counts {sages[0]} tests and {sages[1]} failures, the records {part.counts[0]} and {part.counts[1]}"]


def hide_frames(file: str) -> None:
    """A traceback that Sage itself dies with looks as it does without us: frames of `file` are left out."""
    shown = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        kept = []
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != file:
                kept.append(trace)
            trace = trace.tb_next
        for index, one in enumerate(kept):
            one.tb_next = kept[index + 1] if index + 1 < len(kept) else None
        first = kept[0] if kept else None
        shown(kind, error.with_traceback(first), first)

    sys.excepthook = hook
