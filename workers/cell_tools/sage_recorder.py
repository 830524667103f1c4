"""How the examples of one file end, told line by line to a file without a name. Runs in Sage's child process.

Nothing of this stands in a traceback or in a stack that a test can print: every listener is called beside the test and
has come back before it runs.
"""

from __future__ import annotations

import os
import sys
import traceback
import weakref
from collections.abc import Callable
from types import FrameType
from typing import Any

from workers.cell_tools.entries import RESULT, START, TROUBLE, plan_lines, write_lines
from workers.cell_tools.records import ERROR, FAILED, PASSED, SKIPPED
from workers.cell_tools.sage_examples import ExampleFinder, module_of

_CUT = 300  # characters of each part of a message


class Recorder:
    """Listens to one runner; `handle` is the file, to which each batch of lines goes in one write."""

    def __init__(self, handle: int, runner: Any, finder: ExampleFinder) -> None:
        self._handle = handle
        self._pid = os.getpid()  # a test that forks leaves a copy of us that has nothing to tell
        self._runner = weakref.ref(runner)
        self._finder = finder
        self._indexes: dict[int, int] | None = None
        self._example: Any = None
        self._ran = False
        self._agreed: bool | None = None
        self._message = ""
        finder.begin()
        self._listen(runner, "report_start", lambda *told: self._start(told[-1]))
        self._listen(runner, "update_digests", lambda *told: self._executed(told[-1]))
        self._listen(runner, "report_unexpected_exception", lambda *told: self._exception(told[-1]))
        self._listen(runner, "_DocTestRunner__record_outcome", lambda *_: self._end_of_docstring())
        self._listen(runner, "summarize", lambda *_: self._end_of_file())
        self._listen(runner._checker, "check_output", self._checked)

    def stop(self) -> None:
        self._finder.end()

    def _listen(self, target: Any, name: str, tell: Callable[..., None]) -> None:
        plain_method, target_ref = getattr(type(target), name), weakref.ref(target)  # no cycle: it dies as it would

        def both(*args: Any, **kwargs: Any) -> Any:
            result = plain_method(target_ref(), *args, **kwargs)
            if os.getpid() == self._pid:
                try:
                    tell(result, *args)
                except Exception as error:
                    write_lines(self._handle, [[TROUBLE, f"{type(error).__name__}: {error}"[:_CUT]]])
            return result

        setattr(target, name, both)

    def _start(self, example: Any) -> None:
        indexes = self._plan()
        number = indexes.get(id(example), -1)
        lines = self._result(number) or [[START, number]]
        self._example, self._ran, self._agreed, self._message = example, False, None, ""
        write_lines(self._handle, lines)

    def _executed(self, example: Any) -> None:
        if example is not self._example:  # quiet mode tells no start
            self._start(example)
        self._ran = True

    def _checked(self, agreed: bool, want: str, got: str, *_: Any) -> None:
        self._agreed = agreed
        if not agreed:
            self._message = f"Expected:\n{want[:_CUT]}\nGot:\n{got[:_CUT]}"

    def _exception(self, exc_info: Any) -> None:
        self._message = "Exception raised:\n" + traceback.format_exception_only(*exc_info[:2])[-1][:_CUT]

    def _end_of_docstring(self) -> None:
        self._plan()
        write_lines(self._handle, self._result())
        self._example = None

    def _end_of_file(self) -> None:
        """Of one iteration: with --file-iterations the same file is read again."""
        self._plan()
        self._indexes = None
        self._finder.begin()

    def _plan(self) -> dict[int, int]:
        if self._indexes is None:
            self._finder.end()
            runner: Any = self._runner()
            module = module_of(runner.basename, runner.filename)
            entries = list(self._finder.entries(runner.basename, _docstrings() or self._finder.docstrings()))
            self._indexes = {id(example): number for number, (_, example) in enumerate(entries) if example is not None}
            write_lines(self._handle, plan_lines(module, [entry for entry, _ in entries]))
        return self._indexes

    def _result(self, started: int = -1) -> list[list[Any]]:
        """How the last example ended, and the number of the one that starts now."""
        if self._example is None or not self._ran or self._indexes is None:
            return []
        index = self._indexes.get(id(self._example), -1)
        outcome = {True: PASSED, False: FAILED, None: ERROR}[self._agreed]
        if outcome == PASSED:
            return [[RESULT, index, outcome, self._example.walltime, "", started]]
        if getattr(self._example, "probed_tags", None):
            outcome = SKIPPED  # tried although a feature is missing: Sage does not count its failure
        source = getattr(self._example, "sage_source", self._example.source)[:_CUT]
        return [[RESULT, index, outcome, self._example.walltime, f"sage: {source}{self._message}", started]]


def _docstrings() -> list[Any] | None:
    """The docstrings that Sage is about to run, from the frame that runs them: what it took back is not among them."""
    frame: FrameType | None = sys._getframe()
    while frame:
        names = frame.f_code.co_varnames
        if frame.f_code.co_name == "_run" and "doctests" in names and "options" in names:
            found = frame.f_locals.get("doctests")
            return found if isinstance(found, list) else None
        frame = frame.f_back
    return None
