"""One notebook in a kernel of its own, cell after cell. Runs inside a cell of ours."""

from __future__ import annotations

import copy
import importlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from workers.cell_tools.entries import digest_of
from workers.cell_tools.notebook_outputs import difference, exceptions
from workers.cell_tools.records import ERROR, FAILED, PASSED, SKIPPED

NOT_TO_RUN = {"nbval-skip", "skip-execution"}
NOT_COMPARED = {"nbval-ignore-output"}
RAISES = {"raises-exception", "nbval-raises-exception"}
OUTPUT_CAP = 4 << 20  # characters printed by one cell
OUTPUTS_CAP = 10_000  # outputs of one cell
_START_S = 120  # seconds for a kernel to start


class Ending(NamedTuple):
    outcome: str
    message: str = ""
    seconds: float = 0.0
    tags: tuple[str, ...] = ()


class NotebookRun:
    """`client` is the module `nbclient`; `notebook` is changed while it runs."""

    def __init__(self, notebook: Any, path: Path, client: Any, timeout_s: float, rtol: float) -> None:
        self._cells = [(index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        self._stored = {index: copy.deepcopy(cell.outputs) for index, cell in self._cells}
        self._was_run = {index: bool(cell.outputs or cell.execution_count) for index, cell in self._cells}
        self._ordinals = {index: ordinal for ordinal, (index, _) in enumerate(self._cells)}
        self._notebook = notebook
        self._path = path
        self._module = client
        self._timeout_s = timeout_s
        self._rtol = rtol

    def ordinal(self, index: int) -> int:
        return self._ordinals[index]

    def digest(self, index: int) -> str:
        return digest_of(str(self._notebook.cells[index].source))

    def endings(self) -> Iterator[tuple[int | None, Ending]]:
        """How each code cell ended; with None in place of its index, what happened to the notebook as a whole."""
        if not self._cells:
            return
        left = list(self._cells)
        try:
            client = self._client()
            with client.setup_kernel():
                while left:
                    index, cell = left[0]
                    ending = self._cell(client, index, cell)
                    yield index, ending
                    left.pop(0)
                    if ending.outcome == ERROR:
                        break
            why = "the cell before it ended the kernel" if left else ""
        except Exception as error:  # a kernel that is missing or does not start: jupyter_client has no common class
            why = f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"[:500]
            yield None, Ending(ERROR, f"no kernel could run this notebook: {why}", tags=("file",))
        for index, _ in left:
            yield index, Ending(SKIPPED, f"not run: {why}", tags=("not run",))

    def _client(self) -> Any:
        class Capped(self._module.NotebookClient):  # type: ignore[misc, name-defined]
            """A cell that prints without end would fill the memory of its observer."""

            printed = 0

            def process_message(self, message: Any, cell: Any, cell_index: int) -> Any:
                text = message.get("content", {}).get("text", "")
                self.printed += len(text) if isinstance(text, str) else 0
                if self.printed > OUTPUT_CAP or len(cell.outputs) > OUTPUTS_CAP:
                    self.printed = OUTPUT_CAP + 1
                    if message.get("header", {}).get("msg_type") in ("stream", "display_data", "execute_result"):
                        return None
                return super().process_message(message, cell, cell_index)

        return Capped(
            self._notebook,
            kernel_name=self._kernel(),
            timeout=self._timeout_s,
            startup_timeout=_START_S,
            allow_errors=True,  # so that the cells after it run too; that it raised is seen in the outputs
            record_timing=False,
            resources={"metadata": {"path": str(self._path.parent)}},
        )

    def _kernel(self) -> str:
        """The kernel that the notebook names; for Python the cell's own, where that one is of another machine."""
        metadata = self._notebook.metadata
        spec, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
        name = str(spec.get("name") or "python3")
        there = importlib.import_module("jupyter_client.kernelspec").find_kernel_specs()
        python = (spec.get("language") or info.get("name") or "python") == "python"
        return "python3" if name not in there and python and "python3" in there else name

    def _cell(self, client: Any, index: int, cell: Any) -> Ending:
        tags = tags_of(cell)
        if tags & NOT_TO_RUN:
            return Ending(SKIPPED, tags=tuple(sorted(tags & NOT_TO_RUN)))
        client.printed, cell.execution_count = 0, None
        begin = time.perf_counter()
        try:
            client.execute_cell(cell, index)
        except self._module.exceptions.DeadKernelError:
            return Ending(ERROR, "the kernel died while this cell ran", time.perf_counter() - begin)
        except self._module.exceptions.CellTimeoutError:
            return Ending(ERROR, f"not finished after {self._timeout_s:g} s", time.perf_counter() - begin)
        seconds = time.perf_counter() - begin
        if cell.execution_count is None and str(cell.source).strip():
            return Ending(ERROR, "the kernel took this cell and did not run it", seconds)
        outcome, message = self._judge(index, cell, tags, client.printed > OUTPUT_CAP)
        return Ending(outcome, message, seconds)

    def _judge(self, index: int, cell: Any, tags: set[str], too_much: bool) -> tuple[str, str]:
        raised = exceptions(cell.outputs)
        if raised and not tags & RAISES:
            return FAILED, raised[0]
        if tags & RAISES and not raised:
            return FAILED, "it is marked to raise an exception and raised none"
        if tags & NOT_COMPARED or not self._was_run[index]:
            return PASSED, ""
        if too_much:
            return FAILED, f"it printed more than {OUTPUT_CAP >> 20} MB or {OUTPUTS_CAP} outputs"
        diff = difference(self._stored[index], cell.outputs, self._rtol)
        return (FAILED, f"the output changed\n{diff}") if diff else (PASSED, "")


def tags_of(cell: Any) -> set[str]:
    """Tags of a cell, from its metadata and from a comment in its first line."""
    given = cell.get("metadata", {}).get("tags", [])
    tags = {str(tag).lower() for tag in given} if isinstance(given, list) else set()
    first = str(cell.source).lstrip().partition("\n")[0]
    if first.startswith("#"):
        tags.add(first.lstrip("# ").strip().lower().replace("_", "-"))
    return tags
